"""The desk: the conversation on one side, the article on the other. A thin skin on Gradio.

What it shows is made, and checked, by app.cards and app.typeset; what happens on it is in assets/desk.js.
"""

from __future__ import annotations

import json
import os
import re
from importlib import resources

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported: it reads this once
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

from app.changed import OnDisk
from app.conversation import Conversation, storage_key
from app.desk_calls import calls
from app.logs import Log
from app.markup import escaped
from app.sources import templates
from app.turn_taking import Turns
from app.typeset import outline, typeset
from ingest.article import Article, Kind
from ingest.report import latest_date
from ingest.source import BUNDLED_EXAMPLES, BUNDLED_SHA256

# System fonts only: a named web font would be fetched from elsewhere.
FONT = ("ui-sans-serif", "system-ui", "sans-serif")
MONO = ("ui-monospace", "monospace")
# Example questions for an article that brings none.
EXAMPLES = 4
# The script's function that asks, given what is in the box, and empties it.
ASK = "(words, form) => [window.ibidAsk(words, form), form]"
# What is in the box: it is answered, checked, or looked for.
DOES = [("Question", "ask"), ("Statement", "check"), ("Quotation", "quote")]
# What the box and its button say for each: its label, what stands in it while it is empty, and what the button does.
BOX = {
    "ask": ("Your question", "Ask in your own words", "Ask"),
    "check": ("Your statement", "A sentence of yours: does the article say so?", "Check"),
    "quote": ("Your quotation", "Words said to be quoted: do they stand there?", "Look for it"),
}
# In the page itself: Gradio would ask the server.
RENAME = f"""(does) => {{
  const [label, hint, button] = {json.dumps(BOX)}[does];
  const box = document.querySelector("#ibid-box textarea");
  box.placeholder = hint;
  box.setAttribute("aria-label", label);
  document.querySelector("#ibid-send").textContent = button;
}}"""


def css() -> str:
    """The page's own style."""
    return _asset("desk.css")


def theme() -> gr.themes.Base:
    """Gradio's theme with fonts that are on every machine."""
    return gr.themes.Default(primary_hue="slate", neutral_hue="slate", font=FONT, font_mono=MONO)


def script(article: Article) -> str:
    """The page's own script, for this copy of the article."""
    return _asset("desk.js").replace('"{key}"', storage_key(article))


def desk(
    conversation: Conversation,
    article: Article,
    log: Log | None = None,
    *,
    turns: Turns | None = None,
    on_disk: OnDisk | None = None,
) -> gr.Blocks:
    """The page. The server keeps nothing of a conversation.

    ``log`` is told of what goes wrong. ``turns``: what its calls wait for; ``on_disk``: the article's file, where a
    change of it is to be told.
    """
    page = gr.Blocks(title=f"Ibid · {article.title}", analytics_enabled=False, fill_height=True)
    with page:
        gr.HTML(masthead(article), elem_id="ibid-masthead", apply_default_css=False)
        with gr.Row(elem_id="ibid-desk", equal_height=True):
            with gr.Column(elem_id="ibid-left", min_width=320):
                gr.HTML(
                    empty(article),
                    elem_id="ibid-talk",
                    apply_default_css=False,
                    js_on_load=script(article),
                    server_functions=calls(conversation, turns or Turns(), log or Log(), on_disk),
                )
                does = gr.Radio(
                    DOES, value="ask", label="What it is", show_label=False, container=False, elem_id="ibid-does"
                )
                with gr.Row(elem_id="ibid-ask", equal_height=True):
                    box = gr.Textbox(
                        label=BOX["ask"][0],
                        show_label=False,
                        container=False,
                        placeholder=BOX["ask"][1],
                        scale=8,
                        lines=1,
                        max_lines=6,
                        autofocus=True,
                        elem_id="ibid-box",
                    )
                    send = gr.Button(BOX["ask"][2], variant="primary", scale=1, min_width=90, elem_id="ibid-send")
            with gr.Column(elem_id="ibid-right", min_width=320):
                gr.HTML(reading(article), elem_id="ibid-pane", apply_default_css=False)
        does.change(None, [does], None, js=RENAME, api_visibility="private")
        gr.on([box.submit, send.click], None, [box, does], [box, does], js=ASK, api_visibility="private")
    return page


def masthead(article: Article) -> str:
    """What this is, and which copy of which article."""
    latest = latest_date(article)
    dated = f" · latest date it cites {latest:%-d %B %Y}" if latest else ""
    return (
        '<header class="ibid-masthead"><h1>Ibid<span aria-hidden="true">.</span></h1>'
        f"<p><strong>{escaped(article.title)}</strong> "
        f'<span class="ibid-copied">this copy {article.sha256[:12]}{dated}</span></p>'
        '<p class="ibid-promise">The article’s own sentences, word for word, with their place and their sources.</p>'
        "</header>"
    )


def empty(article: Article) -> str:
    """The conversation before anything was asked: what it is, and what might be asked."""
    asked = examples(article)
    buttons = "".join(f'<li><button type="button" data-do="example">{escaped(one)}</button></li>' for one in asked)
    listed = f'<p>For example:</p><ul class="ibid-examples">{buttons}</ul>' if buttons else ""
    parts = {"{examples}": listed, "{title}": escaped(article.title)}
    # In one go: what stands in either is no place for the other.
    return re.sub("|".join(map(re.escape, parts)), lambda found: parts[found[0]], _asset("conversation.html"))


def reading(article: Article) -> str:
    """The article's side: its contents, its text, and what its numbers stand for."""
    return (
        '<section id="ibid-article" class="ibid-article" tabindex="0" aria-label="The article">'
        '<p class="ibid-bar"><button type="button" data-do="back">Back to the answer</button></p>'
        f'<details class="ibid-contents"><summary>Contents</summary>{outline(article)}</details>'
        f"<h2>{escaped(article.title)}</h2>{typeset(article)}{templates(article)}</section>"
    )


def examples(article: Article) -> list[str]:
    """Questions to begin with: the bundled article's own, or some made of the article's headings."""
    if article.sha256 == BUNDLED_SHA256:
        return (resources.files("ingest") / "data" / BUNDLED_EXAMPLES).read_text("utf-8").splitlines()
    told = {passage.section for passage in article.passages if passage.kind is Kind.PROSE}
    titles = [heading.title for heading in article.headings if heading.path in told]
    return [f"What does the article say about “{title}”?" for title in titles[:EXAMPLES]]


def _asset(name: str) -> str:
    return (resources.files("app") / "assets" / name).read_text("utf-8")
