"""What a hand does on the Lab's picture, and what it then sees."""

from contextlib import contextmanager

from tests.browser.page import read

STAGE = "document.querySelector('.wl-player').wicklab"
# Where the modules lie that were linked into one script.
MODULES = """performance.getEntriesByType("resource").map(({ name }) => name)
    .find((name) => name.endsWith("linked/player.js")).replace("linked/player.js", "")"""

_EVOLVED = """async ([fields, fraction]) => {
  const stage = STAGE, { picture } = stage;
  stage.live.change(fields);
  stage.clock.playing = false;
  stage.act("seek", fraction * stage.clock.duration);
  const { scene, state, clock } = stage;
  const base = picture.element.data[5].y[0];
  const { current } = await import(MODULES + "player/observe.js");
  const link = Object.entries(scene.link).map(([key, value]) => [key, String(value)]);
  const surrogate = typeof scene.surrogate === "object" && scene.surrogate && [...scene.surrogate];
  return { link: { v: "1", ...Object.fromEntries(link) },
    s: clock.s, duration: scene.duration, real: [...state.real], imaginary: [...state.imaginary],
    drawn: [...picture.element.data[7].y].map((y) => (y - base) / scene.window.density_scale),
    current: [...current(state, scene)], energy: state.energy, logNorm: state.logNorm,
    surrogate, trust: scene.trust };
}""".replace("STAGE", STAGE).replace("MODULES", MODULES)
_SPEED = """async ([selector, seconds]) => {
  const stage = STAGE, gd = document.querySelector(".wl-picture");
  const mark = document.querySelector(selector), box = mark.getBoundingClientRect();
  const line = gd.querySelector(`.trace${gd._fullData[7].uid} .js-line`);
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  mark.setPointerCapture = () => {}; // made-up pointers cannot be captured
  const pointer = { bubbles: true, pointerId: 1, isPrimary: true, button: 0, buttons: 1 };
  const fire = (type, dx) =>
    mark.dispatchEvent(new PointerEvent(type, { ...pointer, clientX: x + dx, clientY: y }));
  fire("pointerdown", 0);
  const waits = [], start = performance.now();
  let drawn = 0, calls = 0, last = line.getAttribute("d");
  await new Promise((done) => {
    const tick = (now) => {
      if (now - start > 1000 * seconds) return done();
      const sent = performance.now();
      fire("pointermove", 60 * Math.sin(calls++ / 15));
      const shape = line.getAttribute("d");
      if (shape !== last) drawn += 1;
      last = shape;
      // What was written is on the screen with the next frame.
      requestAnimationFrame((next) => { waits.push(next - sent); tick(next); });
    };
    requestAnimationFrame(tick);
  });
  mark.dispatchEvent(new PointerEvent("lostpointercapture", { pointerId: 1 }));
  delete mark.setPointerCapture;
  waits.sort((a, b) => a - b);
  return { drawn: drawn / seconds, offered: calls / seconds, wait: waits[waits.length >> 1] };
}""".replace("STAGE", STAGE)


class Hand:
    """A hand on one Lab's page."""

    def __init__(self, lab):
        self.lab = lab
        self.traffic = []

    @property
    def scene(self):
        """What the stage shows: levels, expansion point, control points, real part of ψ."""
        return read(
            self.lab.page,
            f"""() => {{ const {{ levels, about, points }} = {STAGE}.scene;
            return {{ levels, about, points, real: [...{STAGE}.state.real] }}; }}""",
        )

    def listen(self):
        """Keep everything the page sends from now on: requests and socket messages."""
        page = self.lab.page
        page.on("request", lambda request: self.traffic.append(request.url))
        page.on("websocket", lambda ws: ws.on("framesent", lambda _: self.traffic.append(ws.url)))
        self.lab.open(page.url.partition("?")[2])
        page.wait_for_timeout(500)

    def evolved(self, fields, fraction):
        """Change the scene as a hand would, and read the picture before anybody is told."""
        return read(self.lab.page, _EVOLVED, [fields, fraction])

    def settle(self):
        """Wait until the page has followed and nothing is on its way."""
        page = self.lab.page
        page.wait_for_function(f"() => !{STAGE}.live.busy && !{STAGE}.live.asking")
        page.wait_for_timeout(900)

    @contextmanager
    def held(self, selector):
        """A mark between press and release of the mouse; gives a function that moves it."""
        page = self.lab.page
        x, y = self._middle(selector)
        page.mouse.move(x, y)
        page.mouse.down()
        yield lambda dx, dy: page.mouse.move(x + dx, y + dy)
        page.mouse.up()

    def touch(self, selector, dx, dy):
        """A finger on a mark, drawn along."""
        self.lab.page.evaluate(
            "(selector) => document.querySelector(selector).scrollIntoView({ block: 'center' })",
            selector,  # at once: a mark may be drawn anew while Playwright waits for it to rest
        )
        x, y = self._middle(selector)
        client = self.lab.page.context.new_cdp_session(self.lab.page)

        def send(kind, *points):
            places = [{"x": px, "y": py} for px, py in points]
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

        send("touchStart", (x, y))
        for step in range(1, 9):
            send("touchMove", (x + dx * step / 8, y + dy * step / 8))
        send("touchEnd")

    def _middle(self, selector):
        box = self.lab.page.locator(selector).first.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def press(self, selector, key):
        self.lab.page.locator(selector).first.focus()
        self.lab.page.keyboard.press(key)

    def use(self, tool):
        self.lab.page.click(f"[data-tool={tool}]")

    def choose(self, panel):
        self.lab.page.select_option(".wl-lab-choose", panel)
        self.lab.page.wait_for_function(f"() => {STAGE}.side.name === '{panel}'")

    def text(self, selector):
        return self.lab.page.locator(selector).first.inner_text()

    def click_level(self, n):
        x, y = self.lab.page.evaluate(
            f"""(n) => {{ const {{ picture }} = {STAGE};
            const box = picture.element.getBoundingClientRect();
            const [left, top] = picture.toPixels(picture.x[8], picture.energies()[n]);
            return [box.left + left, box.top + top]; }}""",
            n,
        )
        self.lab.page.mouse.click(x, y)

    def beside(self):
        """Density of the second scene as it is drawn; None before it is there."""
        return read(
            self.lab.page,
            f"""() => {{ const {{ picture, scene }} = {STAGE}.beside, data = picture.element.data;
            if (!scene || !data) return null;
            const scale = picture.scene.window.density_scale;
            return [...data[7].y].map((y) => (y - data[5].y[0]) / scale); }}""",
        )

    def module(self, name, script, argument):
        """What a script makes of a module of the player, given an argument."""
        return self.lab.page.evaluate(
            f"""async (argument) => {{ return (
            {script})(await import({MODULES} + "{name}"), argument); }}""",
            argument,
        )

    def speed(self, selector, seconds=2.0):
        """Pictures drawn a second while a mark is dragged, and the wait from move to picture."""
        return self.lab.page.evaluate(_SPEED, [selector, seconds])
