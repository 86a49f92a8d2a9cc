/* Turns the plain links of another site into cards of projects. Works without: the links stay. Keeps nothing, tells nothing.

   <div data-envie-de-faire="https://…/projets.json?theme=culture" data-nombre="6"><a href="https://…/projets/">Les projets</a></div>
   <script src="https://…/static/js/embarquer.js" defer></script>
*/
(() => {
  "use strict";
  const look = `
    :host { display: block; font: 1rem/1.5 system-ui, sans-serif; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); }
    li { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 10px; padding: 1rem; overflow-wrap: anywhere; }
    a { color: inherit; font-weight: 700; display: inline-block; min-height: 44px; }
    p { margin: .3rem 0 0; } small { opacity: .75; }`;
  const dress = (shadow) => {
    const sheet = new CSSStyleSheet(); // a site whose policy forbids <style> still has this one
    sheet.replaceSync(look);
    shadow.adoptedStyleSheets = [sheet];
  };
  const put = (parent, name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const card = (list, project) => {
    const item = put(list, "li", "");
    const link = put(item, "a", project.title);
    if (/^https?:/.test(project.url)) link.href = project.url;
    if (project.hook) put(item, "p", project.hook);
    put(put(item, "p", ""), "small", `${project.association.name}, ${project.year}`);
  };
  const show = async (place) => {
    const answer = await fetch(place.dataset.envieDeFaire, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) return;
    const told = await answer.json();
    const projects = told.projects || (told.project ? [told.project] : []);
    const shadow = place.attachShadow({ mode: "open" });
    dress(shadow);
    const list = put(shadow, "ul", "");
    projects.slice(-(Number(place.dataset.nombre) || 6)).reverse().forEach((project) => card(list, project));
    const foot = put(shadow, "p", "");
    foot.append(document.createElement("slot"));
  };
  document.querySelectorAll("[data-envie-de-faire]").forEach((place) => show(place).catch(() => {}));
})();
