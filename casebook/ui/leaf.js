/* Brings the marked passage into view, in its frame and on the screen. While the frame has the
   focus, + and - zoom, 0 fits the width, and the arrows move a picture that is wider than it. */
(() => {
  const frame = document.querySelector(".cb-sheet");
  if (!frame) return;
  const here = frame.querySelector("span");
  const zooms = () => [...document.querySelectorAll(".st-key-zoom button")];
  const wide = () => frame.scrollWidth > frame.clientWidth + 1;
  frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
  if (here) {
    // In the middle; the beginning of what is larger than the frame.
    const room = (all, part) => Math.max((all - part) / 2, 16);
    frame.scrollTop = here.offsetTop - room(frame.clientHeight, here.offsetHeight);
    frame.scrollLeft = here.offsetLeft - room(frame.clientWidth, here.offsetWidth);
    // What stood here before is taken away last: until then all is lower than it will be.
    const running = '[data-test-script-state="running"], [data-stale="true"]';
    const shown = frame.dataset.zoom === "100" ? here : frame;
    const show = () => document.querySelector(running) ? setTimeout(show, 50)
      : shown.scrollIntoView({ block: "nearest" });
    show();
  }
  const last = window.casebookZoomed;
  window.casebookZoomed = false;
  if (last) frame.focus({ preventScroll: true });
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (wide() && ["ArrowLeft", "ArrowRight"].includes(event.key)) return event.stopPropagation();
    const all = zooms();
    const now = [100, 150, 200].indexOf(Number(frame.dataset.zoom));
    const to = { "+": now + 1, "=": now + 1, "-": now - 1, 0: 0 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === now || !all[to]) return;
    window.casebookZoomed = true;
    all[to].click();
  });
})();
