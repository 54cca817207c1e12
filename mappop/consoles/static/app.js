/* What pages do beyond links and forms. Everything here is an addition: each page works without it. */
(() => {
  "use strict";

  const onReady = (root) => {
    root.querySelectorAll("[data-stream]").forEach(listen);
    root.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });
    root.querySelectorAll("[data-clock]").forEach((part) => { part.textContent = clock(new Date(part.dateTime)); });
    root.querySelector("[data-focus]")?.focus();
  };

  /* Each `piece` is HTML: its top-level elements replace those of the same id, or join the stream's end. */
  const listen = (place) => {
    const source = new EventSource(place.dataset.stream);
    source.addEventListener("piece", (event) => put(place, event.data));
    source.addEventListener("done", () => { source.close(); place.removeAttribute("aria-busy"); });
    addEventListener("pagehide", () => source.close(), { once: true });
  };

  const put = (place, html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const focused = document.activeElement?.id;
    const opened = [...place.querySelectorAll("details[open][id]")].map((part) => part.id);
    for (const fresh of [...holder.content.children]) {
      const old = fresh.id && document.getElementById(fresh.id);
      if (old) old.replaceWith(fresh); else place.append(fresh);
      fresh.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });
      say(place, fresh.dataset.say);
    }
    opened.forEach((id) => { const part = document.getElementById(id); if (part) part.open = true; });
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
  };

  /* Screen readers hear one sentence of what changed, not the whole piece again. */
  const say = (place, words) => {
    const status = place.querySelector("[data-status]");
    if (status && words && status.textContent !== words) status.textContent = words;
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const search = document.querySelector("[data-search]");
    if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const words = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied ?? "Copied";
    setTimeout(() => { button.textContent = words; }, 2000);
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-pick]")) pick(box);
    if (box.matches("[data-shows]")) show(box);
    if (box.matches("[data-most]")) weigh(box);
  });

  /* More than a form may bring is said before it is sent; sent all the same, the server keeps what it takes. */
  const weigh = (field) => {
    const isOver = [...field.files].reduce((sum, file) => sum + file.size, 0) > Number(field.dataset.most);
    document.getElementById(field.id.replace("f-", "over-")).hidden = !isOver;
    field.toggleAttribute("data-over", isOver);
  };
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("[data-over]");
    if (field) { event.preventDefault(); field.focus(); }
  });

  /* The moment a clause was ticked, said beside it once the server has kept it: its time is the one that counts. A tick
     that was lost on the way is taken back, so that nobody goes on in the belief that it is evidence. */
  const clock = (at) => at.toLocaleTimeString([], { hour: "numeric", minute: "2-digit", second: "2-digit" });
  const tick = (box, isKept) => {
    if (!isKept) box.checked = !box.checked;
    const said = isKept ? (box.checked ? clock(new Date()) : "") : "not kept, tick again";
    box.closest("label").querySelector("[data-said]").textContent = said;
  };
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.matches("[data-tick]")) tick(event.detail.elt, event.detail.successful);
  });

  /* A candidate that was chosen fills the field, where it can still be changed. */
  const pick = (radio) => {
    const field = document.getElementById(radio.dataset.pick);
    if (radio.value !== "") field.value = radio.value;
    else { field.focus(); field.select(); }
  };

  /* Most places keep Monday's hours all week. */
  document.querySelectorAll("[data-same-hours]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const fields = (day) => [...document.querySelectorAll(`[name^="hours.${day}."]`)];
      for (const day of ["tue", "wed", "thu", "fri"]) fields(day).forEach((field, n) => {
        field.value = fields("mon")[n].value;
        if (field.value) field.closest(".blank")?.classList.remove("blank");
      });
    });
  });

  /* A part that only one choice needs, such as the time of a call-back. */
  const show = (choice) => {
    document.querySelectorAll("[data-when]").forEach((part) => {
      if (part.dataset.of === choice.name) part.hidden = part.dataset.when !== choice.value;
    });
  };

  document.addEventListener("input", (event) => {
    const picks = [...document.querySelectorAll("[data-pick]")].filter((radio) => radio.dataset.pick === event.target.id);
    const same = picks.find((radio) => radio.value === event.target.value) ?? picks.find((radio) => radio.value === "");
    if (same) same.checked = true;
  });

  /* A form that came back with faults, all of it kept on our side: its address alone shows it again, so that back and
     reload ask for nothing to be sent twice. */
  if (document.querySelector("[data-kept]")) history.replaceState(history.state, "", location.href);

  onReady(document);
  document.querySelectorAll("[data-shows]:checked").forEach(show);
  if (!document.querySelector("[data-shows]:checked")) document.querySelectorAll("[data-when]").forEach((part) => { part.hidden = true; });
  document.addEventListener("htmx:afterSettle", (event) => onReady(event.target));
})();
