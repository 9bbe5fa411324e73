// The desk's own script: the conversation, which lives in this tab, and the way from a quote to its place.
// `element` is the conversation's, `server` calls Python (app/conversation.py); KEY names this copy of the article.
const KEY = "{key}";
const conversation = element.querySelector("#ibid-conversation");
const list = element.querySelector("#ibid-turns");
const teaching = element.querySelector("#ibid-empty");
const bar = element.querySelector("#ibid-session");
const said = element.querySelector("#ibid-said");
const notice = element.querySelector("#ibid-notice");
const pane = () => document.getElementById("ibid-article");
const box = () => document.querySelector("#ibid-box textarea, #ibid-box input");
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// What is on the page: {node, asked, turn, copies}; `turn` is what is stored and sent back. One that is being asked has
// none; while it is asked again, `before` is the entry in whose place it stands.
let shown = [];
// The link or handle that the article was opened from, to go back to.
let cameFrom = null;

const stored = () => {
  try { const kept = JSON.parse(sessionStorage.getItem(KEY)); return Array.isArray(kept) ? kept : []; }
  catch { return []; }
};
const turnsOf = (entries) => entries.map((one) => one.turn || one.before?.turn).filter(Boolean);
const store = () => {
  try { sessionStorage.setItem(KEY, JSON.stringify(turnsOf(shown))); }
  catch { tell("This browser keeps nothing: the conversation will be gone when the page is reloaded.", true); }
};

// Says something to who can't see the page; with `seen`, to everybody, for a while.
const SEEN_FOR = 8000;
let fading = 0;
const tell = (words, seen = false) => {
  clearTimeout(fading);
  said.textContent = "";
  said.classList.toggle("ibid-hidden", !seen);
  fading = setTimeout(() => {
    said.textContent = words;
    if (seen) fading = setTimeout(() => { said.textContent = ""; }, SEEN_FOR);
  }, 30);
};
const made = (html) => { const holder = document.createElement("div"); holder.innerHTML = html; return holder.firstElementChild; };

// As `visible` in app/markup.py: nothing in what was typed turns a display's text around.
const visible = (words) => words
  .replace(/[\x00-\x1f]/g, (one) => one === "\n" || one === "\t" ? " " : String.fromCharCode(0x2400 + one.charCodeAt(0)))
  .replace(/\x7f/g, "\u2421")
  .replace(/[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029]/g, "\ufffd");

// A turn that Python has not made: one that is waited for, or that could not be had.
const bare = (name, asked, words, inside) => {
  const node = made(`<section class="ibid-turn ${name}"><h3 class="ibid-asked" tabindex="-1"></h3>${inside}</section>`);
  node.querySelector("h3").textContent = visible(asked).trim() || "(an empty question)";
  node.querySelector(".ibid-words").textContent = words;
  return node;
};
const looking = (asked) => bare("ibid-pending", asked, "Looking …", '<p><span class="ibid-words"></span> <button type="button" data-do="stop">Stop</button></p>');
const lost = (asked, words) => bare("ibid-lost", asked, words, '<div class="ibid-answer ibid-none"><p class="ibid-silent ibid-words"></p></div><p class="ibid-tools"><button type="button" data-do="again">Ask again</button> <button type="button" data-do="remove">Remove</button></p>');

const tidy = () => {
  teaching.hidden = shown.length > 0;
  bar.hidden = shown.length === 0;
};

// `entry` in the place of `old` or at the end. Who was in what it replaces goes on from its question.
const put = (entry, old) => {
  const focused = (old ? old.node : teaching).contains(document.activeElement);
  if (old) {
    shown[shown.indexOf(old)] = entry;
    old.node.replaceWith(entry.node);
  } else {
    shown.push(entry);
    list.append(entry.node);
  }
  tidy();
  if (focused) entry.node.querySelector(".ibid-asked").focus({preventScroll: true});
  return entry;
};
// What Python answered; a doubt is kept with the turn, so that it is there after a reload too.
const entryFrom = (answer, asked) => ({
  node: made(answer.html), asked, copies: answer.copies || [],
  turn: answer.turn ? (answer.doubt ? {...answer.turn, doubt: answer.doubt} : answer.turn) : null,
});

const unlight = () => {
  pane()?.querySelectorAll(".ibid-lit").forEach((one) => one.classList.remove("ibid-lit"));
  list.querySelectorAll(".ibid-current").forEach((one) => one.classList.remove("ibid-current"));
};
// The quotes of one turn are lit in the article.
const light = (entry) => {
  unlight();
  entry.node.classList.add("ibid-current");
  entry.node.querySelectorAll(".ibid-quotes .ibid-card").forEach((card) => {
    document.getElementById("s" + card.dataset.start)?.classList.add("ibid-lit");
  });
};

// Scrolls `target` into view; smoothly only where it is near, since a long way takes seconds.
const show = (target, block) => {
  const near = Math.abs(target.getBoundingClientRect().top) < 2 * innerHeight;
  target.scrollIntoView({block, inline: "nearest", behavior: near && !calm() ? "smooth" : "auto"});
};

const FAILED = "No answer came from Ibid. Is it still running? Look at its terminal, then ask again.";
const UNSHOWN = "This could not be shown again. It is still kept in this tab: reload the page, or ask again.";

let waiting = 0;
// `form`: "check" or "quote" where the words are no question, but a text to be checked or a quotation.
const ask = async (asked, understood, old, form = old?.form || "") => {
  if (!old && !asked.trim() && shown.length) return;
  const mine = ++waiting;
  const past = turnsOf(old ? shown.slice(0, shown.indexOf(old)) : shown).filter((one) => !one.form).slice(-4);
  const pending = {node: looking(asked), asked, form, turn: null, copies: [], before: old || null};
  // The turns below stay where they are.
  if (old) pending.node.style.minHeight = `${old.node.getBoundingClientRect().height}px`;
  put(pending, old);
  if (!old) show(pending.node, "nearest");
  const stopped = new Promise((resolve) => { pending.stop = () => resolve(null); });
  let answer;
  try {
    answer = await Promise.race([server.ask({asked, understood: understood || "", past, form}), stopped]);
  } catch (error) {
    console.warn(error);
  }
  if (!shown.includes(pending)) return;
  if (!answer?.html) {
    const words = answer === null ? "Stopped." : answer?.error || FAILED;
    put(old || {node: lost(asked, words), asked, form, turn: null, copies: []}, pending);
    tell(words, Boolean(old));
    return;
  }
  const entry = put({...entryFrom(answer, asked), form}, pending);
  notice.textContent = answer.notice || "";
  notice.hidden = !answer.notice;
  store();
  if (mine !== waiting) return;
  light(entry);
  if (old) show(entry.node.querySelector(".ibid-asked"), "nearest");
  else show(entry.node, "start");
  const quotes = entry.node.querySelectorAll(".ibid-quotes .ibid-card").length;
  tell(quotes && !form ? `${quotes} ${quotes === 1 ? "quote" : "quotes"} from the article.` : entry.node.querySelector(".ibid-silent")?.textContent || "");
};

// The turns stand in their places at once: what is asked meanwhile comes after them, and none is lost if this fails.
const restore = async () => {
  const kept = stored();
  const held = kept.map((turn) => {
    const words = turn?.form ? turn.text : turn?.asked;
    const asked = typeof words === "string" ? words : "";
    const node = looking(asked);
    node.querySelector("button").remove();
    return put({node, asked, form: turn?.form || "", turn, copies: []}, null);
  });
  tidy();
  if (!held.length) return;
  let answers = [];
  try {
    answers = await server.restore({turns: kept});
  } catch (error) {
    console.warn(error);
  }
  held.forEach((entry, at) => {
    if (!shown.includes(entry)) return;
    put(answers?.[at]?.html ? {...entryFrom(answers[at], entry.asked), form: entry.form, turn: entry.turn} : {...entry, node: lost(entry.asked, answers?.error || UNSHOWN)}, entry);
  });
  if (waiting || !shown.length) return;
  const last = shown[shown.length - 1];
  light(last);
  show(last.node, "start");
};

// From a quote to its place in the article, and back.
const open = (start, from) => {
  const target = document.getElementById("s" + start);
  if (!target) return;
  pane().querySelectorAll(".ibid-open").forEach((one) => {
    one.classList.remove("ibid-open");
    one.querySelectorAll(".ibid-ref").forEach((marker) => { marker.tabIndex = -1; });
  });
  target.closest("details")?.setAttribute("open", "");
  target.classList.add("ibid-open");
  target.querySelectorAll(".ibid-ref").forEach((marker) => { marker.tabIndex = 0; });
  comeFrom(from);
  target.tabIndex = -1;
  target.focus({preventScroll: true});
  // Of what is higher than the pane, the beginning is shown.
  show(target, target.getBoundingClientRect().height < .7 * pane().clientHeight ? "center" : "start");
};
const comeFrom = (node) => {
  cameFrom = node || null;
  pane().classList.toggle("ibid-visited", Boolean(node));
};
// Where a turn was taken away, nothing of the article is lit for it, nor leads back to it.
const leave = (entry) => {
  if (entry.node.classList.contains("ibid-current")) unlight();
  if (!entry.node.contains(cameFrom)) return;
  pane()?.querySelectorAll(".ibid-open").forEach((one) => one.classList.remove("ibid-open"));
  comeFrom(null);
};
const goBack = () => {
  const to = cameFrom?.isConnected ? cameFrom : box();
  to?.focus({preventScroll: true});
  const card = to?.closest(".ibid-card");
  if (card) show(card, "nearest");
};

const dialog = document.createElement("dialog");
dialog.id = "ibid-source";
dialog.setAttribute("aria-labelledby", "ibid-source-title");
dialog.innerHTML = '<form method="dialog"><h2 id="ibid-source-title"></h2><button aria-label="Close">×</button></form><div id="ibid-source-words"></div>';
document.body.append(dialog);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) {
    const own = dialog.getBoundingClientRect();
    const beside = event.clientX < own.left || event.clientX > own.right || event.clientY < own.top || event.clientY > own.bottom;
    if (beside) { dialog.close(); return; }
  }
  const link = event.target.closest("a[href^='#']");
  if (link) {
    event.preventDefault();
    dialog.close();  // gives focus back to the handle
    if (conversation.contains(document.activeElement)) comeFrom(document.activeElement);
    reveal(link.getAttribute("href").slice(1));
    return;
  }
  const marker = event.target.closest(".ibid-ref");
  if (marker) source(marker);
});

// Any other place of the article: a heading, an entry of the reference list.
const reveal = (id) => {
  const target = document.getElementById(id);
  if (!target) return;
  pane().querySelectorAll(".ibid-found").forEach((one) => one.classList.remove("ibid-found"));
  target.closest("details")?.setAttribute("open", "");
  target.classList.add("ibid-found");
  target.tabIndex = -1;
  target.focus({preventScroll: true});
  show(target, target.matches("h1,h2,h3,h4,h5,h6") ? "start" : "center");
};

// As app/markup.py names what belongs to a label.
const anchor = (label) => /^(?:[0-9]{1,9}|[a-z]{1,2})$/.test(label) ? label
  : "-" + [...new TextEncoder().encode(label)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const source = (marker) => {
  const label = marker.dataset.label;
  const other = marker.dataset.list === "other";
  const own = other ? null : document.getElementById("ibid-source-" + anchor(label));
  const template = own || document.getElementById(other ? "ibid-source-other" : "ibid-source-missing");
  const words = dialog.querySelector("#ibid-source-words");
  words.replaceChildren(template.content.cloneNode(true));
  words.querySelectorAll(".ibid-label").forEach((one) => { one.textContent = label; });
  words.querySelectorAll(".ibid-ref").forEach((one) => { one.removeAttribute("tabindex"); });
  dialog.querySelector("h2").textContent = `${/^\d+$/.test(label) ? "Reference" : "Note"} ${label}`;
  if (!dialog.open) dialog.showModal();
  else dialog.querySelector("button").focus();  // the handle that was pressed is gone
};

// The sentences around a quote, without leaving it.
const around = (button) => {
  const card = button.closest(".ibid-card");
  const held = card.querySelector(".ibid-around");
  if (held) { held.remove(); button.setAttribute("aria-expanded", "false"); return; }
  const all = [...pane().querySelectorAll(".ibid-s")];
  const at = all.findIndex((one) => one.id === "s" + card.dataset.start);
  const near = document.createElement("div");
  near.className = "ibid-around";
  for (let next = Math.max(0, at - 2); next <= Math.min(all.length - 1, at + 2); next++) {
    const line = document.createElement("p");
    line.textContent = all[next].textContent;
    if (next === at) line.className = "ibid-itself";
    near.append(line);
  }
  card.append(near);
  button.setAttribute("aria-expanded", "true");
};

const copy = async (text) => {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where the page is not trusted with the clipboard (another machine, without TLS): the old way.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    done = document.execCommand("copy");
    field.remove();
  }
  tell(done ? "Copied." : "This browser does not let the page copy.", true);
};

const take = async (form) => {
  let file;
  try {
    file = await server.export({turns: turnsOf(shown), form});
  } catch (error) {
    console.warn(error);
  }
  if (!file?.text) { tell(file?.error || FAILED, true); return; }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file.text], {type: file.type + ";charset=utf-8"}));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(`Saved as ${file.name}. ${file.note || ""}`.trim(), true);
};

const edit = (entry) => {
  const line = entry.node.querySelector(".ibid-understood");
  const form = document.createElement("form");
  form.className = "ibid-editing";
  form.innerHTML = '<label>Ask it as <textarea rows="2"></textarea></label> <button>Ask</button> <button type="button">Cancel</button>';
  const field = form.querySelector("textarea");
  field.value = entry.turn.understood;
  const close = () => { form.replaceWith(line); line.querySelector("button").focus(); };
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(entry.asked, field.value, entry); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
    if (event.key === "Escape") { event.stopPropagation(); close(); }
  });
  form.querySelectorAll("button")[1].addEventListener("click", close);
  line.replaceWith(form);
  field.focus();
};

// What opens over the page: closed by Escape, by a click elsewhere, and by what it offers.
const menus = () => [...conversation.querySelectorAll("details[open]")];
const shut = (menu) => { menu.open = false; menu.querySelector("summary").focus(); };

const entryOf = (node) => shown.find((one) => one.node === node.closest(".ibid-turn"));

conversation.addEventListener("click", (event) => {
  const marker = event.target.closest(".ibid-ref");
  if (marker) { source(marker); return; }
  const go = event.target.closest(".ibid-go");
  const card = event.target.closest(".ibid-card");
  if (go) { event.preventDefault(); light(entryOf(go)); open(card.dataset.start, go); return; }
  const button = event.target.closest("[data-do]");
  if (!button) {
    // The quote itself is a large target for a pointer; the link below it says the same to everyone else.
    if (card && event.target.closest("blockquote") && !String(getSelection())) {
      light(entryOf(card)); open(card.dataset.start, card.querySelector(".ibid-go"));
    }
    return;
  }
  const entry = entryOf(button);
  switch (button.dataset.do) {
    case "example": ask(button.textContent); break;
    case "again": ask(entry.asked, entry.turn?.understood, entry); break;
    case "choose": ask(entry.asked, button.textContent, entry); break;
    case "stop": entry.stop(); break;
    case "edit": edit(entry); break;
    case "around": around(button); break;
    case "copy": {
      const copies = entry.copies[Number(card.dataset.number)];
      copy(copies[button.dataset.form]).then(() => shut(button.closest("details")));
      break;
    }
    case "remove":
      shown = shown.filter((one) => one !== entry);
      leave(entry);
      entry.node.remove();
      store(); tidy(); box()?.focus();
      break;
    case "clear":
      if (!confirm("Forget this conversation? It is kept nowhere else.")) break;
      shown.forEach((one) => { leave(one); one.node.remove(); });
      shown = [];
      store(); tidy(); box()?.focus();
      break;
    case "document": case "markdown": case "data": take(button.dataset.do); shut(button.closest("details")); break;
    case "print": shut(button.closest("details")); print(); break;
  }
});

// Keys: up and down through quotes, Enter opens (a link does), Escape goes back; Ctrl+K or ⌘K to the question box.
const goes = () => [...list.querySelectorAll(".ibid-go")];
document.addEventListener("keydown", (event) => {
  if (event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    box()?.focus();
    return;
  }
  const at = document.activeElement;
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && at?.classList.contains("ibid-go")) {
    const all = goes();
    const next = all[all.indexOf(at) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); show(next.closest(".ibid-card"), "nearest"); }
  } else if (event.key === "ArrowUp" && at === box() && !at.value) {
    const last = shown[shown.length - 1]?.node.querySelector(".ibid-go");
    if (last) { event.preventDefault(); last.focus(); show(last.closest(".ibid-card"), "nearest"); }
  } else if (event.key === "Escape" && !dialog.open) {
    const menu = menus().find((one) => one.contains(at));
    if (menu) {
      shut(menu);
    } else if (pane()?.contains(at)) {
      event.preventDefault();
      goBack();
    } else if (at && conversation.contains(at)) {
      box()?.focus();
    }
  }
});

document.addEventListener("click", (event) => {
  menus().filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  if (!pane()?.contains(event.target)) return;
  const marker = event.target.closest(".ibid-ref");
  if (marker) { source(marker); return; }
  if (event.target.closest("[data-do='back']")) { goBack(); return; }
  const link = event.target.closest("a[href^='#']");
  if (link) { event.preventDefault(); link.closest("details.ibid-contents")?.removeAttribute("open"); reveal(link.getAttribute("href").slice(1)); }
});

// For app/desk.py: what is in the box is asked, or checked, and the box emptied.
window.ibidAsk = (words, form) => { ask(words, "", null, form === "ask" ? "" : form); return ""; };
restore();
