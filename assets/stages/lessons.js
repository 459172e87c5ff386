// Answers of lessons: this browser keeps them, one entry a lesson; the server stores none.

const PREFIX = "wicklab.lesson.";

let forgotten = 0;

function names(store) {
  return Object.keys(store).filter((key) => key.startsWith(PREFIX));
}

/** All that is kept, as text; nothing where the browser keeps nothing. */
function all(store) {
  const entries = names(store).map((key) => {
    try {
      return [key.slice(PREFIX.length), JSON.parse(store.getItem(key))];
    } catch {
      return null; // changed by hand
    }
  });
  return JSON.stringify(Object.fromEntries(entries.filter(Boolean)));
}

/** Called by the page: it asks once, and hands over the lesson on the screen whenever it changes. */
export function mount({ data, setStateValue }) {
  try {
    const store = window.localStorage;
    if (data.forgotten > forgotten) {
      names(store).forEach((key) => store.removeItem(key));
      forgotten = data.forgotten;
    }
    if (data.asks) setStateValue("kept", all(store));
    else if (data.record) store.setItem(PREFIX + data.lesson, data.record);
  } catch {
    if (data.asks) setStateValue("kept", "{}"); // a browser that keeps nothing, or no more
  }
}
