/* Tells whether this browser has what the pages need. Written for very old browsers too. */
(function () {
  'use strict';
  var table = document.getElementById('features');
  var verdict = document.getElementById('verdict');
  var must = { failed: false }, nice = { failed: false };

  function has(test) { try { return Boolean(test()); } catch (error) { return false; } }
  function supports(rule) { return window.CSS && CSS.supports && CSS.supports(rule); }

  var tests = {
    script: function () { return true; },
    language: function () {
      return window.fetch && Array.prototype.flatMap && Object.fromEntries && HTMLFormElement.prototype.requestSubmit;
    },
    cookies: function () { return navigator.cookieEnabled; },
    layout: function () { return supports('(display: grid)') && supports('(color: var(--x))') && supports('selector(:has(a))'); },
    upload: function () { return window.FormData && window.File && FormData.prototype.get; },
    icons: function () { return document.createElementNS && document.createElementNS('http://www.w3.org/2000/svg', 'svg').createSVGRect; },
    pdf: function () { return navigator.pdfViewerEnabled !== false; },
    clock: function () { return Math.abs(Date.now() / 1000 - Number(table.getAttribute('data-now'))) < 120; }
  };

  var rows = table.querySelectorAll('[data-feature]');
  for (var i = 0; i < rows.length; i += 1) {
    var good = has(tests[rows[i].getAttribute('data-feature')]);
    var cell = rows[i].cells[2];
    var mark = document.createElement('span');
    mark.className = 'state ' + (good ? 'state-success' : 'state-danger');
    mark.appendChild(document.createTextNode(table.getAttribute(good ? 'data-yes' : 'data-no')));
    cell.textContent = '';
    cell.appendChild(mark);
    if (!good) (rows[i].hasAttribute('data-must') ? must : nice).failed = true;
  }
  verdict.textContent = verdict.getAttribute(must.failed ? 'data-bad' : nice.failed ? 'data-fair' : 'data-good');
  verdict.className = 'notice ' + (must.failed ? 'notice-danger' : nice.failed ? 'notice-warning' : 'notice-success');
  document.getElementById('agent').textContent = navigator.userAgent;
}());
