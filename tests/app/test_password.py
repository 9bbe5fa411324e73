"""The password: who gets in, what a stranger sees, what a guess costs, and what is told of it."""

from __future__ import annotations

import re

import pytest

from app.password import FORM, LOG_IN, LONGEST, SESSION, SESSIONS, SHORTEST, Locked, Password, PasswordError
from app.slowing import FREE, Slowing
from tests.app.asgi import Answer, Behind, ask
from tests.app.test_rate import Clock

RIGHT = "correct horse battery"
FORM_TYPE = (("content-type", "application/x-www-form-urlencoded"),)
PAGE = (("accept", "text/html,*/*"),)


class House:
    """A locked application, with its clock, and what was told of it."""

    def __init__(self, password: str = RIGHT) -> None:
        self.clock = Clock()
        self.behind = Behind()
        self.told: list[tuple[str, str]] = []
        self.password = Password(password, self.clock)
        self.locked = Locked(
            self.behind, self.password, 7860, lambda *what: self.told.append(what), Slowing(self.clock)
        )

    def get(self, path: str = "/", *headers: tuple[str, str], client: str = "192.0.2.1", kind: str = "http") -> Answer:
        return ask(self.locked, "GET", path, headers=headers, client=client, kind=kind)

    def bearer(self, password: str, client: str = "192.0.2.1") -> Answer:
        return self.get("/config", ("authorization", f"Bearer {password}"), client=client)

    def type(self, body: str, *headers: tuple[str, str], client: str = "192.0.2.1", scheme: str = "http") -> Answer:
        return ask(
            self.locked,
            "POST",
            LOG_IN,
            headers=(*FORM_TYPE, *headers),
            parts=(body.encode(),),
            client=client,
            scheme=scheme,
        )

    def session(self) -> tuple[str, str]:
        """The header that a browser sends once it is in."""
        cookie = self.type("password=correct+horse+battery").headers["set-cookie"]
        return ("cookie", cookie.split(";")[0])


@pytest.fixture
def house() -> House:
    return House()


# What a stranger sees


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/config",
        "/assets/x.js",
        "/gradio_api/run/ask",
        "/gradio_api/mcp/",
        "/gradio_api/queue/data",
        "/ibid-warming",
        "/ibid-log-in/",
        "/ibid-log-in/..",
        "//ibid-log-in",
        "/IBID-LOG-IN",
        "/gradio_api/heartbeat/x",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS", "DELETE", "PUT", "PATCH"])
def test_nothing_is_reached_without_it(house: House, method: str, path: str) -> None:
    answer = ask(house.locked, method, path)
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="ibid"'
    assert house.behind.seen == []


def test_sockets_are_closed_without_it(house: House) -> None:
    assert house.get(kind="websocket").closed
    assert house.get("/", ("authorization", "Bearer wrong-wrong-wrong"), kind="websocket").closed
    assert house.behind.seen == []
    house.get("/", ("authorization", f"Bearer {RIGHT}"), kind="websocket")
    assert len(house.behind.seen) == 1


def test_the_server_s_own_life_is_no_request(house: House) -> None:
    ask(house.locked, kind="lifespan")
    assert len(house.behind.seen) == 1


def test_a_person_sees_a_page_without_a_script_and_a_program_a_line(house: House) -> None:
    page = house.get("/anything", *PAGE)
    assert page.status == 401
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'type="password"' in page.text
    assert "<script" not in page.text
    assert "http" not in re.sub(r'http-equiv="refresh"', "", page.text)  # nothing from elsewhere
    assert "Karabakh" not in page.text  # not even which article it is
    assert "default-src 'none'" in page.headers["content-security-policy"]
    line = house.get("/anything")
    assert line.headers["content-type"] == "text/plain; charset=utf-8"
    assert "\n" not in line.text
    assert "Bearer" in line.text


def test_its_own_style_is_allowed_and_no_other(house: House) -> None:
    import base64
    from hashlib import sha256

    page = house.get("/", *PAGE)
    style = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)[0]
    hashed = base64.b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{hashed}'" in page.headers["content-security-policy"]
    assert 'style="' not in page.text


def test_a_link_on_another_site_is_followed_once_more(house: House) -> None:
    """The browser keeps a strict cookie back from it; the page opens itself again, which sends it."""
    assert 'http-equiv="refresh" content="0; url=/"' in house.get("/", *PAGE, ("sec-fetch-site", "cross-site")).text
    for site in ("same-origin", "none"):
        assert "refresh" not in house.get("/", *PAGE, ("sec-fetch-site", site)).text
    assert "refresh" not in house.type("password=no", ("sec-fetch-site", "cross-site")).text


# Logging in and out


def test_a_log_in(house: House) -> None:
    answer = house.type("password=correct+horse+battery")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    name, *rest = answer.headers["set-cookie"].split("; ")
    assert rest == [f"Max-Age={SESSION}", "Path=/", "HttpOnly", "SameSite=Strict"]
    token = name.removeprefix("ibid-7860=")
    assert len(token) == 43  # 256 bits, six a character
    assert house.get("/", ("cookie", f"other=1; {name}")).status == 200
    assert house.told == [("logged-in", "192.0.2.1")]


@pytest.mark.parametrize("other", ['a={"x": 1}', "f[b]=1", "flag", "a=b c", "Path=/", "=", '"'])
def test_another_server_s_odd_cookie_locks_nobody_out(house: House, other: str) -> None:
    """The ports of a host share their cookies."""
    _, mine = house.session()
    assert house.get("/", ("cookie", f"{other}; {mine}")).status == 200
    assert house.get("/", ("cookie", f"{mine}; {other}")).status == 200


@pytest.mark.parametrize("password", ["voilà-voilà-voilà", "Ångström-Ångström-Å"])
def test_a_password_ends_where_it_ends(password: str) -> None:
    """Bytes that Latin-1 would read as blanks."""
    sent = password.encode().decode("latin-1")
    assert House(password).bearer(sent).status == 200


def test_over_tls_the_cookie_is_for_tls_only(house: House) -> None:
    assert house.type("password=correct+horse+battery", scheme="https").headers["set-cookie"].endswith("; Secure")


def test_each_log_in_has_its_own_token(house: House) -> None:
    assert house.session() != house.session()


@pytest.mark.parametrize(
    "cookie",
    [
        "ibid-7860=",
        "ibid-7860=x",
        "ibid-7861={token}",
        "ibid-7860={token}x",
        "=;;==",
        'ibid-7860="',
        "ibid-7860=\xe9",
        "",
    ],
)
def test_a_cookie_that_is_none(house: House, cookie: str) -> None:
    token = house.session()[1].partition("=")[2]
    assert house.get("/", ("cookie", cookie.replace("{token}", token))).status == 401


def test_a_log_in_ends(house: House) -> None:
    session = house.session()
    house.clock.now += SESSION - 1
    assert house.get("/", session).status == 200
    house.clock.now += 1
    assert house.get("/", session).status == 401


def test_logging_out_ends_it_on_the_server_too(house: House) -> None:
    mine, others = house.session(), house.session()
    assert "Log out" in house.get(LOG_IN, mine, *PAGE).text
    answer = house.type("leave=1", mine)
    assert (answer.status, answer.headers["location"]) == (303, LOG_IN)
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert house.get("/", mine).status == 401
    assert house.get("/", others).status == 200
    assert "Log out" not in house.get(LOG_IN, mine, *PAGE).text


def test_log_ins_are_bounded(house: House) -> None:
    tokens = [house.password.begin() for _ in range(SESSIONS + 1)]
    assert not house.password.open(tokens[0])
    assert house.password.open(tokens[1])
    assert house.password.open(tokens[-1])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("password=", id="no-password"),
        pytest.param("password=Correct+horse+battery", id="another-case"),
        pytest.param("password=correct+horse+batter", id="a-letter-less"),
        pytest.param("password=no&password=correct+horse+battery", id="the-second-of-two"),
        pytest.param("passwort=correct+horse+battery", id="another-field"),
        pytest.param("password=%ff%fe", id="no-utf-8"),
        pytest.param("password=correct+horse+battery" + "x" * FORM, id="too-long"),
        pytest.param("&".join("a=1" for _ in range(50)), id="many-fields"),
        pytest.param('{"password": "correct horse battery"}', id="json"),
    ],
)
def test_what_is_typed_wrong(house: House, body: str) -> None:
    answer = house.type(body)
    assert (answer.status, "set-cookie" in answer.headers) == (401, False)
    assert 'role="alert"' in answer.text
    assert house.told == [("password-wrong", "192.0.2.1")]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_other_methods(house: House, method: str) -> None:
    assert ask(house.locked, method, LOG_IN).status == 405


# Programs


def test_a_program_sends_it_with_each_request(house: House) -> None:
    assert house.bearer(RIGHT).status == 200
    assert house.get("/", ("authorization", f"bEaReR   {RIGHT} ")).status == 200
    assert house.told == []


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        f"Basic {RIGHT}",
        f"Bearer{RIGHT}",
        f"Bearer {RIGHT}x",
        f"Bearer {RIGHT[:-1]}",
        "Basic aWJpZDpjb3JyZWN0IGhvcnNlIGJhdHRlcnk=",  # a browser would send it from other sites' pages
        RIGHT,
        "Bearer \xff\xfe",
    ],
)
def test_a_header_that_is_none(house: House, header: str) -> None:
    assert house.get("/", ("authorization", header)).status == 401


def test_two_headers_are_none(house: House) -> None:
    assert house.get("/", ("authorization", f"Bearer {RIGHT}"), ("authorization", "Bearer x")).status == 401


def test_a_password_of_any_letters() -> None:
    house = House("пароль на сегодня")
    assert house.get("/", ("authorization", f"Bearer {'пароль на сегодня'.encode().decode('latin-1')}")).status == 200
    assert house.type("password=%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C+на+сегодня").status == 303


# Guessing


def test_guesses_wait_and_even_the_right_one_is_not_looked_at(house: House) -> None:
    for _ in range(FREE + 1):
        assert house.bearer("wrong-wrong-wrong").status == 401
    answer = house.bearer(RIGHT)
    assert (answer.status, answer.headers["retry-after"]) == (429, "2")
    typed = house.type("password=correct+horse+battery")
    assert typed.status == 429
    assert "try again in 2 seconds" in typed.text
    assert len(house.told) == FREE + 1  # what was not looked at is no guess
    house.clock.now += 1
    assert house.bearer(RIGHT).status == 200


def test_a_session_that_is_open_never_waits(house: House) -> None:
    session = house.session()
    for number in range(500):
        house.bearer("wrong-wrong-wrong", client=f"10.0.{number // 250}.{number % 250}")
        house.bearer("wrong-wrong-wrong")
    assert house.get("/", session).status == 200
    assert house.get("/", session, client="198.51.100.9").status == 200


def test_no_password_is_told(house: House) -> None:
    house.bearer("my-secret-attempt")
    house.type("password=my-other-attempt")
    assert house.told == [("password-wrong", "192.0.2.1")] * 2


# The password itself


@pytest.mark.parametrize(
    ("password", "said"),
    [
        pytest.param("", "0 characters", id="none"),
        pytest.param("x" * (SHORTEST - 1), "11 characters", id="short"),
        pytest.param("x" * (LONGEST + 1), "longer", id="long"),
        pytest.param("é" * (LONGEST // 2 + 1), "longer", id="long-in-bytes"),
        pytest.param("correct\thorse battery", "control", id="a-tab"),
        pytest.param("correct\x00horse battery", "control", id="nought"),
    ],
)
def test_one_that_is_not_good_enough(password: str, said: str) -> None:
    with pytest.raises(PasswordError) as error:
        Password(password)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert not password or password not in str(error.value)


def test_it_is_not_kept() -> None:
    held = vars(Password(RIGHT))
    assert RIGHT not in repr(held)
    assert RIGHT.encode() not in [value for value in held.values() if isinstance(value, bytes)]
    assert Password(RIGHT)._digest != Password(RIGHT)._digest  # under a key of its own
