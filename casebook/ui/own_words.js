/* Puts a language's words in the place of Streamlit's English ones as they come onto the page.
   What a study or Casebook itself says (HTML, Markdown, typed text) is left alone. */
(() => {
  const words = __WORDS__;
  const patterns = Object.entries(words.patterns).map(([form, text]) => [new RegExp(form), text]);
  const others = ".stHtml, .stMarkdown, [data-testid=stMarkdownContainer], code, textarea, script, style";
  const always = "[data-testid=stFileUploaderDropzone]";
  const said = (exact, text) => {
    const bare = text.trim();
    if (Object.hasOwn(exact, bare)) return exact[bare];
    const found = patterns.find(([form]) => form.test(bare));
    return found ? bare.replace(found[0], found[1]) : text;
  };
  const name = (element) => {
    if (element.closest(".stHtml")) return;
    for (const attribute of ["aria-label", "title"]) {
      const text = element.getAttribute(attribute);
      const better = text && said(words.names, text);
      if (better && better !== text) element.setAttribute(attribute, better);
    }
  };
  const text = (node) => {
    const parent = node.parentElement;
    if (!parent || !node.data.trim()) return;
    if (parent.closest(others) && !parent.closest(always)) return;
    const better = said(words.texts, node.data);
    if (better !== node.data) node.data = better;
  };
  const walk = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    name(root);
    for (const element of root.querySelectorAll("[aria-label], [title]")) name(element);
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) text(nodes.currentNode);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") name(change.target);
      else if (change.type === "characterData") text(change.target);
      else change.addedNodes.forEach(walk);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ["aria-label", "title"],
  });
})();
