/** All the page does beyond what HTML does by itself: search, keys, and opening what is jumped to. */
export const PAGE_SCRIPT = `
'use strict';
(() => {
  const root = document.documentElement;
  const files = [...document.querySelectorAll('.file')];
  const links = new Map([...document.querySelectorAll('.tree a')].map((link) => [link.hash.slice(1), link]));
  const box = document.querySelector('#find');
  const found = document.querySelector('#found');
  const help = document.querySelector('dialog');
  const texts = new Map();
  let here;
  root.classList.add('js');
  document.querySelector('nav > details').open = matchMedia('(min-width: 60.01rem)').matches;

  const seen = () => files.filter((file) => !file.hidden);
  const textOf = (file) => {
    if (!texts.has(file)) texts.set(file, file.textContent.toLowerCase());
    return texts.get(file);
  };

  function go(file, open) {
    if (!file) return;
    for (const one of [here, here && links.get(here.id)]) if (one) one.classList.remove('here');
    here = file;
    if (open) file.open = true;
    file.classList.add('here');
    const link = links.get(file.id);
    if (link) {
      link.classList.add('here');
      link.scrollIntoView({ block: 'nearest' });
    }
    file.scrollIntoView({ block: 'start' });
    file.querySelector('summary').focus({ preventScroll: true });
    history.replaceState(null, '', '#' + file.id);
  }

  function step(by) {
    const all = seen();
    const at = all.indexOf(here);
    go(all[at === -1 ? (by > 0 ? 0 : all.length - 1) : at + by], true);
  }

  function search() {
    const phrase = box.value.toLowerCase().trim();
    const words = phrase.split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const file of files) {
      const path = file.dataset.path.toLowerCase();
      const hit = words.every((word) => path.includes(word)) || (phrase.length > 2 && textOf(file).includes(phrase));
      file.hidden = !hit;
      const link = links.get(file.id);
      if (link) link.parentElement.hidden = !hit;
      if (hit) count++;
    }
    for (const folder of [...document.querySelectorAll('.tree details')].reverse())
      folder.parentElement.hidden = !folder.querySelector('li:not([hidden]) > a');
    for (const part of document.querySelectorAll('section.files')) part.hidden = !part.querySelector('.file:not([hidden])');
    found.textContent = words.length === 0 ? '' : count + ' of ' + files.length + ' files';
  }

  let waiting;
  box?.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 80);
  });
  document.querySelector('#help')?.addEventListener('click', () => help.showModal());
  for (const event of ['hashchange', 'DOMContentLoaded'])
    window.addEventListener(event, () => {
      const file = files.find((one) => '#' + one.id === location.hash);
      if (file) go(file, true);
    });
  window.addEventListener('beforeprint', () => {
    for (const file of seen()) file.open = true;
  });

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => here && (here.open = !here.open),
    e: () => seen().forEach((file) => (file.open = true)),
    c: () => seen().forEach((file) => (file.open = false)),
    '/': () => (box.focus(), box.select()),
    '?': () => (help.open ? help.close() : help.showModal()),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === box) {
      if (event.key === 'Escape') (box.value = ''), search(), box.blur();
      if (event.key === 'Enter') box.blur(), step(1);
      return;
    }
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!act || (help.open && event.key !== '?')) return;
    event.preventDefault();
    act();
  });
})();
`;
