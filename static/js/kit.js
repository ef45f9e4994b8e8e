/* Small helps for every page. Nothing here is needed: each act works without it. Chrome 109. */
(function () {
  'use strict';
  const each = (selector, root, act) => (root || document).querySelectorAll(selector).forEach(act);

  /* The side menu on small screens. */
  function sideMenu() {
    const side = document.getElementById('side');
    const button = document.querySelector('[data-menu-button]');
    if (!side || !button) return;
    const here = side.querySelector('.active');
    const list = side.querySelector('ul');
    if (here) list.scrollTop = Math.max(0, here.offsetTop + here.offsetHeight + 40 - list.clientHeight);
    button.setAttribute('role', 'button');
    const show = (open) => {
      side.classList.toggle('open', open);
      button.setAttribute('aria-expanded', String(open));
      (open ? side.querySelector('a') : button).focus();
    };
    button.addEventListener('click', (event) => { event.preventDefault(); show(true); });
    side.querySelector('[data-menu-close]').addEventListener('click', (event) => { event.preventDefault(); show(false); });
    side.addEventListener('keydown', (event) => { if (event.key === 'Escape') show(false); });
    document.addEventListener('click', (event) => {
      if (side.classList.contains('open') && !side.contains(event.target) && !button.contains(event.target)) show(false);
    });
  }

  /* Opened <details data-popup> close by Escape and by a click elsewhere. */
  function popups() {
    document.addEventListener('click', (event) => {
      each('details[data-popup][open]', null, (popup) => { if (!popup.contains(event.target)) popup.open = false; });
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      each('details[data-popup][open]', null, (popup) => { popup.open = false; popup.querySelector('summary').focus(); });
    });
  }

  /* "/" goes to the search box. */
  function searchKey() {
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest('input, textarea, select, [contenteditable]')) return;
      const boxes = Array.from(document.querySelectorAll('[data-search]'));
      const box = boxes.find((one) => one.offsetParent !== null);
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
  }

  /* Bulk acts: "all of this page", the count, shift-click for a range, buttons only when something is chosen. */
  function bulk(form) {
    if (form.dataset.bulkReady) return;
    form.dataset.bulkReady = '1';
    const rows = () => Array.from(form.querySelectorAll('input[name=ids]'));
    const all = form.querySelector('[data-bulk-all]');
    const count = form.querySelector('[data-bulk-count]');
    const bar = form.querySelector('.bulk');
    let last = null;
    let twin = null;
    if (all && bar && all.closest('thead')) {
      /* On a small screen the head of the list is hidden; its box comes into the bar. */
      const label = document.createElement('label');
      twin = document.createElement('input');
      twin.type = 'checkbox';
      label.className = 'check only-small';
      label.append(twin, all.getAttribute('aria-label') || '');
      bar.prepend(label);
    }
    function tell() {
      const boxes = rows();
      const chosen = boxes.filter((box) => box.checked).length;
      [all, twin].filter(Boolean).forEach((box) => {
        box.checked = chosen > 0 && chosen === boxes.length;
        box.indeterminate = chosen > 0 && chosen < boxes.length;
      });
      if (count) count.textContent = count.dataset.bulkCount.replace('%n', String(chosen));
      if (bar) bar.classList.toggle('is-active', chosen > 0);
      each('[data-bulk-act]', form, (button) => { button.disabled = chosen === 0; });
    }
    form.addEventListener('change', (event) => {
      if (event.target === all || event.target === twin) rows().forEach((box) => { box.checked = event.target.checked; });
      tell();
    });
    form.addEventListener('click', (event) => {
      if (event.target.name !== 'ids') return;
      const boxes = rows();
      const here = boxes.indexOf(event.target);
      if (event.shiftKey && last !== null) {
        boxes.slice(Math.min(here, last), Math.max(here, last) + 1).forEach((box) => { box.checked = event.target.checked; });
      }
      last = here;
      tell();
    });
    each('[data-bulk-js]', form, (part) => { part.hidden = false; });
    tell();
  }

  /* Filters answer at once when a choice changes; the button stays for keyboards and without scripts. */
  function filters(form) {
    if (form.dataset.filterReady) return;
    form.dataset.filterReady = '1';
    form.addEventListener('change', (event) => {
      if (event.target.matches('select, input[type=checkbox], input[type=radio]')) form.requestSubmit();
    });
  }

  /* Ask before what cannot be undone; one press is one act. */
  function acts() {
    document.addEventListener('submit', (event) => {
      const form = event.target;
      const by = event.submitter;
      const question = (by && by.dataset.ask) || form.dataset.ask;
      if (question && !window.confirm(question)) { event.preventDefault(); return; }
      if (form.method !== 'post' || form.dataset.again !== undefined) return;
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = '1';
      window.setTimeout(() => { delete form.dataset.sent; }, 4000);
    });
    window.addEventListener('pageshow', () => each('form[data-sent]', null, (form) => { delete form.dataset.sent; }));
  }

  /* Changed and not saved: say so, and ask before leaving. */
  function unsaved(form) {
    if (form.dataset.unsavedReady) return;
    form.dataset.unsavedReady = '1';
    const hint = form.querySelector('.changed-hint');
    let changed = false;
    const tell = (now) => { changed = now; if (hint) hint.hidden = !now; };
    form.addEventListener('input', () => tell(true));
    form.addEventListener('submit', () => tell(false));
    window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });
    if (hint) hint.hidden = true;
  }

  /* htmx: a lost log-in shows the log-in page; a failure is said, not swallowed. */
  function htmxHelps() {
    document.body.addEventListener('htmx:beforeSwap', (event) => {
      const address = event.detail.xhr.responseURL;
      if (address && new URL(address).pathname.startsWith('/login/')) {
        event.detail.shouldSwap = false;
        window.location.reload();
      }
    });
    const say = () => {
      const place = document.getElementById('refusals');
      const text = document.body.dataset.failure;
      if (!place || !text || place.childElementCount) return;
      const box = document.createElement('div');
      box.className = 'notice notice-warning';
      box.textContent = text;
      place.append(box);
    };
    document.body.addEventListener('htmx:sendError', say);
    document.body.addEventListener('htmx:responseError', say);
    document.body.addEventListener('htmx:afterRequest', (event) => {
      const place = document.getElementById('refusals');
      if (event.detail.successful && place && place.firstElementChild) place.replaceChildren();
    });
  }

  function ready(root) {
    each('form[data-bulk]', root, bulk);
    each('form[data-filter]', root, filters);
    each('form[data-unsaved]', root, unsaved);
    each('[data-print]', root, (button) => { button.hidden = false; button.onclick = () => window.print(); });
  }

  sideMenu();
  popups();
  searchKey();
  acts();
  htmxHelps();
  ready(document);
  document.body.addEventListener('htmx:load', (event) => ready(event.target));
}());
