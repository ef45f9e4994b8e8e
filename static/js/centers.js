/* The application form saves by itself; the county's page says at once what still stands in the way. */
(function () {
  'use strict';

  /* Leaving with something not yet saved is asked about. */
  function autosave(form) {
    let changed = false;
    form.addEventListener('input', () => { changed = true; });
    form.addEventListener('submit', () => { changed = false; });
    document.body.addEventListener('htmx:afterRequest', (event) => {
      if (event.detail.elt.id === 'saved' && event.detail.successful) changed = false;
    });
    window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });
  }

  /* Approve is open when every mandatory line is judged, none of them fails, and the standard itself holds. */
  function judging(form) {
    const rows = Array.from(form.querySelectorAll('tr')).filter((row) => row.querySelector('input[type=radio]'));
    const approve = form.querySelector('[data-approve]');
    const hint = form.querySelector('[data-changed]');
    const against = form.querySelector('[data-against]');
    const open = document.querySelector('[data-unjudged]');
    const closed = approve.disabled && !form.querySelector('[value=return]:not(:disabled)');
    function tell() {
      let left = 0;
      let stands = form.dataset.hard !== '0';
      rows.forEach((row) => {
        const chosen = row.querySelector('input[type=radio]:checked');
        if (!chosen) left += 1;
        if (row.dataset.mandatory !== undefined && (!chosen || chosen.value === 'fail')) stands = true;
      });
      if (open) open.textContent = String(left);
      approve.disabled = closed || stands;
      if (against) against.hidden = !stands;
    }
    form.addEventListener('change', (event) => {
      if (hint) hint.hidden = false;
      if (event.target.value === 'fail') {
        const comment = event.target.closest('.judge').querySelector('input:not([type=radio])');
        if (!comment.value) comment.focus();
      }
      tell();
    });
    tell();
  }

  document.querySelectorAll('form[data-autosave]').forEach(autosave);
  document.querySelectorAll('form[data-judge]').forEach(judging);
}());
