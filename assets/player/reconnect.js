// A page whose connection was lost may come back to a server that does not know it: restarted,
// or another one of several. Streamlit then drops whatever a fragment sends, without a word,
// until the whole page has run again.

const STATE = "data-test-connection-state";

/**
 * Calls `run` each time the connection is there again.
 * @returns {() => void} ends it
 */
export function whenBack(run) {
  const app = document.querySelector(`[${STATE}]`);
  if (!app) return () => {}; // a page without a server
  let before = app.getAttribute(STATE);
  const watch = new MutationObserver(() => {
    const now = app.getAttribute(STATE), back = now === "CONNECTED" && before !== "CONNECTED";
    before = now;
    if (back) run();
  });
  watch.observe(app, { attributes: true, attributeFilter: [STATE] });
  return () => watch.disconnect();
}
