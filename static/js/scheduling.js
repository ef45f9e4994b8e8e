/* The picture by keyboard and by drag. Both only lead to pages that are reached without them. */
(function () {
  'use strict';

  /* One stop in the tab order; arrows walk by place, Home and End along the row, Enter opens. */
  function walk(table) {
    const rows = Array.from(table.querySelectorAll('tbody tr'))
      .map((row) => Array.from(row.querySelectorAll('td > a.cell')))
      .filter((row) => row.length);
    if (!rows.length) return;
    rows.flat().forEach((cell) => { cell.tabIndex = -1; });
    rows[0][0].tabIndex = 0;
    const placeOf = (cell) => {
      for (let r = 0; r < rows.length; r += 1) {
        const c = rows[r].indexOf(cell);
        if (c >= 0) return [r, c];
      }
      return null;
    };
    function go(from, to) {
      if (!to) return;
      from.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    }
    table.addEventListener('focusin', (event) => {
      const cell = event.target.closest('a.cell');
      if (!cell) return;
      rows.flat().forEach((one) => { one.tabIndex = one === cell ? 0 : -1; });
    });
    table.addEventListener('keydown', (event) => {
      const cell = event.target.closest('a.cell');
      const place = cell && placeOf(cell);
      if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
      const [r, c] = place;
      const near = (row) => row && row[Math.min(c, row.length - 1)];
      const to = {
        ArrowRight: () => rows[r][c + 1],
        ArrowLeft: () => rows[r][c - 1],
        ArrowDown: () => near(rows[r + 1]),
        ArrowUp: () => near(rows[r - 1]),
        Home: () => (rows[r][0]),
        End: () => rows[r][rows[r].length - 1],
      }[event.key];
      if (!to) return;
      event.preventDefault();
      go(cell, to());
    });
  }

  /* A class dragged to another cell: on to the page that checks the move and asks. */
  function drag(address) {
    let held = null;
    document.querySelectorAll('.picture .block').forEach((block) => { block.draggable = true; });
    document.querySelectorAll('.picture a.cell').forEach((cell) => { cell.draggable = false; });
    const clear = () => document.querySelectorAll('.cell-over, .cell-cannot').forEach((cell) => cell.classList.remove('cell-over', 'cell-cannot'));
    document.addEventListener('dragstart', (event) => {
      const block = event.target.closest && event.target.closest('.picture .block');
      if (!block) return;
      held = block.dataset;
      event.dataTransfer.setData('text/plain', held.group);
      event.dataTransfer.effectAllowed = 'move';
      document.querySelectorAll('.picture a.cell').forEach((cell) => {
        if (cell.dataset.cell !== held.from && Number(cell.dataset.free) < Number(held.count)) cell.classList.add('cell-cannot');
      });
    });
    document.addEventListener('dragover', (event) => {
      const cell = held && event.target.closest('a.cell');
      document.querySelectorAll('.cell-over').forEach((one) => one.classList.remove('cell-over'));
      if (!cell || cell.dataset.cell === held.from || cell.classList.contains('cell-cannot')) return;
      event.preventDefault();
      cell.classList.add('cell-over');
    });
    document.addEventListener('drop', (event) => {
      const cell = held && event.target.closest('a.cell');
      if (!cell || !cell.classList.contains('cell-over')) return;
      event.preventDefault();
      const asked = new URLSearchParams({ group: held.group, cell: held.from, to: cell.dataset.cell });
      window.location.assign(address + '?' + asked);
    });
    document.addEventListener('dragend', () => { held = null; clear(); });
  }

  /* "Where to": the button follows the choice. */
  function choosing(form) {
    const button = form.querySelector('[data-next]');
    if (!button) return;
    const tell = () => { button.disabled = !form.querySelector('input[name=to]:checked'); };
    form.addEventListener('change', tell);
    tell();
  }

  document.querySelectorAll('.picture').forEach(walk);
  document.querySelectorAll('[data-keys]').forEach((hint) => { hint.hidden = false; });
  const place = document.querySelector('[data-move]');
  if (place) drag(place.dataset.move);
  document.querySelectorAll('form[data-where]').forEach(choosing);
}());
