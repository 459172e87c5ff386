// A scene on paper: the picture at four moments, questions, room for answers, the way back to it.

import { onPaper, snapshot } from "./snapshot.js";

const MOMENTS = [0, 1 / 3, 2 / 3, 1];
const STYLE = `
  @page { size: A4; margin: 14mm 15mm; }
  body { font: 11pt/1.4 system-ui, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", sans-serif; color: #111; background: #fff; max-width: 180mm; margin: 8mm auto; padding: 0 4mm; }
  header { display: grid; grid-template-columns: 1fr 27mm; gap: 0 6mm; align-items: start; }
  h1 { font-size: 17pt; margin: 0; } h2 { font-size: 13pt; margin: 7mm 0 2mm; } p { margin: 1mm 0; }
  .who { display: flex; gap: 6mm; margin: 5mm 0 1mm; } .who span { flex: 1; border-bottom: 1px solid #555; } .who span:last-child { flex: 0 1 48mm; }
  .link { font-size: 8pt; overflow-wrap: anywhere; } header svg { width: 27mm; height: 27mm; }
  .moments { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; margin-top: 4mm; }
  figure { margin: 0; break-inside: avoid; } figure img { width: 100%; height: auto; border: 1px solid #bbb; } figcaption { font-size: 9pt; text-align: center; }
  li { break-inside: avoid; margin-bottom: 4mm; } .options { list-style: none; padding: 0; margin: 1mm 0; display: flex; flex-wrap: wrap; gap: 0 7mm; }
  .options li { margin: 0; } .options li::before { content: "○ "; } .line { height: 8mm; border-bottom: 1px solid #999; }
  footer { font-size: 8pt; color: #555; margin-top: 6mm; }
  button { font: inherit; padding: 2mm 6mm; margin-bottom: 4mm; } @media print { button { display: none; } body { margin: 0; padding: 0; max-width: none; } }`;

const tag = (name, text = "", ...children) => {
  const made = document.createElement(name);
  made.append(text, ...children);
  return made;
};

const classed = (node, name) => Object.assign(node, { className: name });

async function figures(stage) {
  const { clock } = stage, before = clock.s;
  clock.playing = false;
  const found = [];
  for (const share of MOMENTS) {
    stage.act("seek", clock.duration * share);
    await stage.redress(); // panels that follow the picture only now and then
    const picture = await snapshot(stage), time = stage.transport.readout.value;
    const image = Object.assign(document.createElement("img"), { src: `data:image/svg+xml,${encodeURIComponent(picture.text)}`, alt: time });
    found.push(tag("figure", "", image, tag("figcaption", time)));
  }
  stage.act("seek", before);
  return found;
}

function question({ question: text, options, lines }, words) {
  const item = tag("li", text);
  if (options.length) item.append(classed(tag("ul", "", ...options.map((option) => tag("li", option))), "options"), tag("span", words["sheet-because"]));
  for (let i = 0; i < lines; i++) item.append(classed(tag("div"), "line"));
  return item;
}

/** The worksheet as a document; `sheet` is what the server says, `qr` an SVG or empty. */
export async function worksheet(stage, sheet, { link, qr, title }) {
  const { texts: words } = sheet, page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = sheet.lang;
  page.head.append(tag("style", STYLE));
  const code = tag("div");
  code.innerHTML = qr;
  const who = classed(tag("div", "", tag("span", words["sheet-name"]), tag("span", words["sheet-date"])), "who");
  const head = tag("header", "", tag("div", "", tag("h1", title), who, classed(tag("p", `${words["sheet-scene"]} ${link}`), "link")), code);
  const pictures = classed(tag("div", "", ...(await onPaper(stage, () => figures(stage)))), "moments");
  const asked = tag("ol", "", ...sheet.questions.map((item) => question(item, words)));
  page.body.append(tag("button", words["sheet-print"]), head, pictures, tag("h2", words["sheet-questions"]), asked, tag("footer", words.footer));
  return `<!doctype html>${page.documentElement.outerHTML}`;
}
