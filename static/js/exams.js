/* Set-up: when the blank row or date is used, another one follows. Without this, saving adds it. */
(function () {
  'use strict';

  /* "windows.3.title" becomes "windows.4.title" in every name and id of the copy. */
  function renumber(row, from, to) {
    row.querySelectorAll('[name], [id]').forEach((part) => {
      ['name', 'id'].forEach((key) => {
        if (part[key]) part[key] = part[key].replace('.' + from + '.', '.' + to + '.');
      });
    });
  }

  function grow(form) {
    form.addEventListener('input', (event) => {
      const row = event.target.closest('tr[data-new]');
      if (!row) return;
      const counter = row.closest('section').querySelector('input[name$=".rows"]');
      const number = Number(counter.value);
      const next = row.cloneNode(true);
      next.querySelectorAll('input:not([type=hidden]):not([type=checkbox]), textarea').forEach((part) => { part.value = ''; });
      next.querySelectorAll('input[type=checkbox]').forEach((part) => { part.checked = false; });
      renumber(next, String(number - 1), String(number));
      delete row.dataset.new;
      counter.value = String(number + 1);
      row.after(next);
    });
  }

  /* A list of dates always ends with an empty one. */
  function growDates(list) {
    list.addEventListener('change', () => {
      const last = list.lastElementChild;
      if (!last.value) return;
      const next = last.cloneNode();
      next.value = '';
      list.append(next);
    });
  }

  document.querySelectorAll('form[data-grow]').forEach(grow);
  document.querySelectorAll('.dates').forEach(growDates);
}());
