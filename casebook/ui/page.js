/* What Streamlit leaves to its apps. Links in Casebook's own HTML (`a.cb-go`) lead on without
   loading the page anew; a new view begins at its top, with the keyboard in it; the way back leads
   to where one was; and `a.cb-skip` moves the keyboard without a trace in the address. */
(() => {
  const PATIENCE_MS = 10000;
  const tops = new Map();
  let here = location.href;
  let wanted = 0;
  const main = () => document.getElementById("stMain");
  const view = (address) => {
    const { pathname, searchParams } = new URL(address);
    const names = ["q", "study", "page", "start"];
    return [pathname, ...names.map((name) => searchParams.get(name))].join("\n");
  };
  const leave = () => {
    const before = here;
    here = location.href;
    if (view(before) === view(here)) return false;
    tops.set(before, main()?.scrollTop ?? 0);
    return true;
  };
  const begin = () => {
    main()?.scrollTo(0, 0);
    if (!document.activeElement?.matches("input, textarea")) main()?.focus({ preventScroll: true });
  };
  const drawn = () => document.querySelector('[data-test-script-state="notRunning"]');
  const resume = () => {
    const top = tops.get(here) ?? 0;
    const turn = ++wanted;
    const until = Date.now() + PATIENCE_MS;
    const look = () => {
      const long = main() && main().scrollHeight - main().clientHeight >= top;
      if (turn !== wanted || Date.now() > until) return;
      if (drawn() && long) main().scrollTo(0, top);
      else setTimeout(look, 50);
    };
    // Streamlit begins to draw a little later.
    setTimeout(look, 150);
  };
  for (const own of ["wheel", "touchmove", "keydown", "mousedown"])
    addEventListener(own, () => (wanted += 1), { capture: true, passive: true });
  const push = history.pushState;
  history.pushState = function (...given) {
    const back = document.activeElement?.closest(".st-key-back");
    push.apply(this, given);
    if (!leave()) return;
    begin();
    if (back) resume();
  };
  addEventListener("popstate", (event) => {
    if (event.isTrusted && leave()) resume();
  });
  new MutationObserver(() => {
    const dropzone = '[data-testid="stFileUploaderDropzone"][role="presentation"]';
    for (const one of document.querySelectorAll(dropzone)) one.setAttribute("role", "group");
  }).observe(document.documentElement, { subtree: true, childList: true });
  const ordinary = (event) =>
    event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.cb-go, a.cb-skip");
    if (!link || event.defaultPrevented || !ordinary(event)) return;
    event.preventDefault();
    if (link.matches(".cb-skip")) {
      const there = document.querySelector(link.hash);
      there?.scrollIntoView({ block: "start" });
      there?.focus({ preventScroll: true });
      return;
    }
    // Within a picture an address is wrapped.
    history.pushState(null, "", link.href.baseVal ?? link.href);
    dispatchEvent(new PopStateEvent("popstate"));
  });
})();
