"""The page: a Gradio chat over an Ask. A thin skin; what it shows is formatted, and checked, by app.render."""

from __future__ import annotations

import html
import os
from importlib import resources

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported: it reads this once
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

from app.answer import Ask
from app.render import Renderer
from ingest.article import Article, Kind
from ingest.report import latest_date
from ingest.source import BUNDLED_EXAMPLES, BUNDLED_SHA256

Message = dict[str, str]

# System fonts only: a named web font would be fetched from elsewhere.
FONT = ("ui-sans-serif", "system-ui", "sans-serif")
MONO = ("ui-monospace", "monospace")
# After an answer, its question stands at the top of the conversation, so that the best quote is read first.
TO_QUESTION = """() => setTimeout(() => {
  const asked = document.querySelectorAll("#ibid-chat .ibid-asked");
  if (asked.length) asked[asked.length - 1].scrollIntoView({block: "start", behavior: "smooth"});
}, 60)"""
# Example questions for an article that brings none.
EXAMPLES = 4


def css() -> str:
    """The page's own style."""
    return (resources.files("app") / "assets" / "desk.css").read_text("utf-8")


def theme() -> gr.themes.Base:
    """Gradio's theme with fonts that are on every machine."""
    return gr.themes.Default(primary_hue="slate", neutral_hue="slate", font=FONT, font_mono=MONO)


def desk(ask: Ask, renderer: Renderer, article: Article) -> gr.Blocks:
    """The page. ``ask`` answers, ``renderer`` shows; the server keeps nothing of a conversation."""

    def respond(asked: str, history: list[Message]) -> tuple[str, list[Message]]:
        if not asked.strip() and history:
            return "", history
        answer = renderer.html(ask(asked))
        return "", [*history, {"role": "user", "content": said(asked)}, {"role": "assistant", "content": answer}]

    page = gr.Blocks(title=f"Ibid · {article.title}", analytics_enabled=False, fill_height=True)
    with page:
        gr.HTML(masthead(article), elem_id="ibid-masthead")
        chat = gr.Chatbot(
            show_label=False,
            container=False,
            elem_id="ibid-chat",
            buttons=[],
            feedback_options=None,
            latex_delimiters=[],
            layout="panel",
            autoscroll=False,
            group_consecutive_messages=False,
            allow_file_downloads=False,
            placeholder=placeholder(article),
            scale=1,
        )
        with gr.Row(elem_id="ibid-ask", equal_height=True):
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                container=False,
                placeholder="Ask the article, in your own words",
                scale=8,
                lines=1,
                max_lines=6,
                autofocus=True,
            )
            send = gr.Button("Ask", variant="primary", scale=1, min_width=90)
        asked = examples(article)
        if asked:
            gr.Examples([[question] for question in asked], inputs=[box], label="For example", elem_id="ibid-examples")
        turn = gr.on([box.submit, send.click], respond, [box, chat], [box, chat], api_visibility="private")
        turn.then(None, None, None, js=TO_QUESTION)
    return page


def said(asked: str) -> str:
    """A question as text on one line of HTML: nothing in it is markup or Markdown."""
    shown = " ".join(asked[:2000].split()) or "(an empty question)"
    return f'<p class="ibid-asked">{_literal(shown)}</p>'


def _literal(words: str) -> str:
    """Every character that HTML or Markdown might read as more than itself, as a character reference."""
    return "".join(char if char.isalnum() or char == " " else f"&#{ord(char)};" for char in words)


def masthead(article: Article) -> str:
    """What this is, and which copy of which article."""
    latest = latest_date(article)
    dated = f" · latest date it cites {latest:%-d %B %Y}" if latest else ""
    return (
        '<header class="ibid-masthead"><h1>Ibid<span>.</span></h1>'
        f"<p><strong>{html.escape(article.title)}</strong><br>"
        f'<span class="ibid-copy">this copy {article.sha256[:12]}{dated}</span></p>'
        "<p class='ibid-promise'>Answers are the article's own sentences, word for word, with their place and their "
        "sources. Where it does not say, Ibid says so.</p></header>"
    )


def placeholder(article: Article) -> str:
    """What stands in the empty conversation."""
    return (
        f'<div class="ibid-empty"><p>Ask anything about <em>{html.escape(article.title)}</em>.</p>'
        "<p>You will read quotes, not prose: each with its section, its line and the article's own reference "
        "numbers.</p></div>"
    )


def examples(article: Article) -> list[str]:
    """Questions to begin with: the bundled article's own, or some made of the article's headings."""
    if article.sha256 == BUNDLED_SHA256:
        return (resources.files("ingest") / "data" / BUNDLED_EXAMPLES).read_text("utf-8").splitlines()
    told = {passage.section for passage in article.passages if passage.kind is Kind.PROSE}
    titles = [heading.title for heading in article.headings if heading.path in told]
    return [f"What does the article say about “{title}”?" for title in titles[:EXAMPLES]]
