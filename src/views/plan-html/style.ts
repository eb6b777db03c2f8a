/** Every colour is named once, light and dark; the page asks for what its reader has. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fbfbf9;--sheet:#fff;--sunk:#f2f2ee;--line:#deded7;--text:#1d2125;--soft:#5c646c;--accent:#2c5fa8;--focus:#2c5fa8;
--create:#1a7f37;--update:#8a5a00;--delete:#b3261e;--conflict:#7b3fc4;--edited:#0b6e75;--move:#3f5fbf;--adopt:#6b7280;--orphan:#a8573a;
--add-bg:#e4f5e7;--add-no:#cdebd3;--add-mark:#a9dfb5;--del-bg:#fdeae8;--del-no:#f8d4d0;--del-mark:#f3b3ac;--void:#f4f4f0;
--c:#6a737d;--s:#0a5c2f;--n:#8a3ffc;--k:#a1245c;--t:#7a4b00;--f:#1f5fbf;--p:#10508c;
--mono:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;--sans:system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif}
@media (prefers-color-scheme:dark){:root{--ground:#111418;--sheet:#171b20;--sunk:#1e242b;--line:#2d353e;--text:#e3e7eb;--soft:#97a1ac;--accent:#7fb0f5;--focus:#7fb0f5;
--create:#5cc878;--update:#dba23c;--delete:#f2837a;--conflict:#c39bf5;--edited:#52c3cb;--move:#8fa8f5;--adopt:#9aa4b0;--orphan:#e0a184;
--add-bg:#142a1d;--add-no:#1a3a27;--add-mark:#22603a;--del-bg:#321a1b;--del-no:#462223;--del-mark:#7a302e;--void:#13171b;
--c:#8b949e;--s:#8fd6a4;--n:#c8a4ff;--k:#ff9cc2;--t:#e8bd74;--f:#8fbcff;--p:#93c5f0}}
*{box-sizing:border-box}
html{scroll-padding-top:4.25rem}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 var(--sans)}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
code,.path,td,pre{font-family:var(--mono)}
h1,h2,p{margin:0}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--sheet);padding:.5rem 1rem;z-index:9}
.bar{position:sticky;top:0;z-index:5;display:flex;gap:1rem;align-items:center;height:3.5rem;padding:0 1.5rem;background:var(--sheet);border-bottom:1px solid var(--line)}
.mark{font-weight:650;letter-spacing:-.01em;color:var(--text)}.bar .of{color:var(--soft);font-family:var(--mono);font-size:13px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.find{margin-left:auto;display:none;align-items:center;gap:.75rem}.js .find{display:flex}
.find output{color:var(--soft);font-size:13px;white-space:nowrap}
input{font:inherit;font-size:14px;width:19rem;max-width:100%;min-width:0;padding:.35rem .7rem;color:inherit;background:var(--sunk);border:1px solid var(--line);border-radius:6px}
button{font:inherit;font-size:14px;color:inherit;background:var(--sunk);border:1px solid var(--line);border-radius:6px;padding:.35rem .7rem;cursor:pointer}button:hover{border-color:var(--soft)}
.body{display:grid;grid-template-columns:minmax(15rem,20rem) minmax(0,1fr)}
nav{position:sticky;top:3.5rem;align-self:start;height:calc(100vh - 3.5rem);overflow:auto;padding:1.25rem .75rem 3rem 1.25rem;border-right:1px solid var(--line);font-size:13px}
nav h2{font-size:12px;font-weight:600;color:var(--soft);margin:0 0 .5rem .35rem}
.tree,.tree ul{list-style:none;margin:0;padding:0}.tree ul{margin-left:.55rem;padding-left:.6rem;border-left:1px solid var(--line)}
.tree summary{padding:.15rem .35rem;color:var(--soft);cursor:pointer;overflow-wrap:anywhere;border-radius:4px}
.tree a{display:flex;gap:.45rem;align-items:baseline;padding:.15rem .35rem;color:var(--text);border-radius:4px}.tree a:hover{background:var(--sunk);text-decoration:none}
.tree a.here{background:var(--sunk);box-shadow:inset 2px 0 var(--accent)}
.leaf{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
ins,del{text-decoration:none;font-family:var(--mono);font-size:12px;font-variant-numeric:tabular-nums;white-space:nowrap}ins{color:var(--create)}del{color:var(--delete)}
.sign{font-family:var(--mono);font-weight:700;min-width:1ch;text-align:center}
.create{color:var(--create)}.update{color:var(--update)}.delete{color:var(--delete)}.conflict{color:var(--conflict)}.edited{color:var(--edited)}.move{color:var(--move)}.adopt{color:var(--adopt)}.orphan{color:var(--orphan)}
main{padding:2rem 2rem 6rem;min-width:0;max-width:110rem}
h1{font-size:1.6rem;line-height:1.25;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
.said{margin-top:.5rem;color:var(--soft)}.said code{color:var(--text);background:var(--sunk);padding:.1rem .4rem;border-radius:4px;font-size:13px}
.share{display:block;width:100%;height:8px;margin-top:1.25rem;border-radius:4px;background:var(--sunk)}
.share .create{fill:var(--create)}.share .update{fill:var(--update)}.share .delete{fill:var(--delete)}.share .conflict{fill:var(--conflict)}.share .edited{fill:var(--edited)}.share .move{fill:var(--move)}.share .adopt{fill:var(--adopt)}.share .orphan{fill:var(--orphan)}
.counts{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;margin:.75rem 0 0;padding:0;list-style:none;font-size:14px;color:var(--soft)}.counts b{font-size:1.05rem;font-variant-numeric:tabular-nums;margin-right:.3rem}
section{margin-top:2.75rem}
h2{font-size:1.1rem;font-weight:650;letter-spacing:-.01em}
section>h2{display:flex;gap:.6rem;align-items:baseline;margin-bottom:.75rem}section>h2 small{font-weight:400;font-size:13px;color:var(--soft)}
section>p{color:var(--soft);margin:-.4rem 0 .75rem}
.graph{overflow:auto;background:var(--sheet);border:1px solid var(--line);border-radius:8px;max-height:48rem}
.graph svg{display:block;margin:auto;max-width:100%;min-width:70rem;height:auto}
.graph text{font:12.5px var(--mono);fill:var(--text)}.graph .note{font-size:10.5px;fill:var(--soft)}.graph .ground{fill:none}
.graph .box{fill:var(--sunk);stroke:var(--soft);stroke-width:1.2}.graph .box.create{stroke:var(--create);stroke-width:2}.graph .box.update{stroke:var(--update);stroke-width:2}.graph .box.delete{stroke:var(--delete);stroke-width:2}.graph .box.conflict{stroke:var(--conflict);stroke-width:2}
.graph .wire{fill:none;stroke:var(--soft);stroke-width:1.2;opacity:.75}.graph .head{fill:var(--soft)}.graph a:hover .box{fill:var(--line)}
.keys{margin-top:.6rem;font-size:13px;color:var(--soft);display:flex;flex-wrap:wrap;gap:.25rem 1.1rem}.keys i{display:inline-block;width:.8rem;height:.8rem;border-radius:3px;border:2px solid currentColor;margin-right:.4rem;vertical-align:-.1rem}
.notice{border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:6px;background:var(--sheet);padding:.75rem 1rem;margin-bottom:.6rem}
.notice.destructive{border-left-color:var(--delete)}.notice.stricter{border-left-color:var(--update)}.notice p{overflow-wrap:anywhere}.notice .path{color:var(--soft);font-size:13px}
.told{overflow-wrap:anywhere}summary.told{cursor:pointer}.told .path{display:block}pre{margin:.5rem 0 0;font-size:12.5px;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.file{background:var(--sheet);border:1px solid var(--line);border-radius:8px;margin-bottom:.75rem;scroll-margin-top:4.25rem;content-visibility:auto;contain-intrinsic-size:auto 3rem}
.file[open]{contain-intrinsic-size:auto 24rem}
.file.here{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.file>summary{display:flex;flex-wrap:wrap;gap:.15rem .7rem;align-items:baseline;padding:.55rem .9rem;cursor:pointer;list-style:none;border-radius:8px}
.file>summary::-webkit-details-marker{display:none}.file>summary:hover{background:var(--sunk)}
.file[open]>summary{border-bottom:1px solid var(--line);border-radius:8px 8px 0 0}
.path{font-size:13.5px;overflow-wrap:anywhere;min-width:0}.path b{font-weight:650}.why{color:var(--soft);font-size:13px}.lines{margin-left:auto;display:flex;gap:.5rem}
.places{margin:.6rem .9rem;padding:0 0 0 1.1rem;font-size:13px}.places code{overflow-wrap:anywhere}
.sides{display:flex;font-size:12px;color:var(--soft)}.sides span{flex:1;padding:.2rem .9rem}
.none{padding:.6rem .9rem;color:var(--soft);font-size:13px}
.code{overflow-x:auto;border-radius:0 0 8px 8px}
table{border-collapse:collapse;width:100%;font-size:12.5px;line-height:1.55}
table{table-layout:fixed}col.no{width:3.6rem}
td{padding:0 .6rem;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:4}
.no{width:3.6rem;padding:0 .6rem 0 .4rem;text-align:right;color:var(--soft);user-select:none;font-variant-numeric:tabular-nums;white-space:nowrap;overflow-wrap:normal}
td:nth-child(3){border-left:1px solid var(--line)}
.add{background:var(--add-bg)}.del{background:var(--del-bg)}.void{background:var(--void)}
.no:has(+.add),.add>.no{background:var(--add-no)}.no:has(+.del),.del>.no{background:var(--del-no)}
.whole{display:flex;min-width:max-content;border-radius:0 0 8px 8px}.whole pre{margin:0;white-space:pre;overflow:visible;font-size:12.5px;line-height:1.55;padding:0 .6rem}.whole .no{position:sticky;left:0;width:auto;min-width:3.6rem;padding-left:.4rem}
mark{color:inherit;background:none;border-radius:2px}.add mark{background:var(--add-mark)}.del mark{background:var(--del-mark)}
.gap td{padding:.15rem .9rem;background:var(--sunk);color:var(--soft);font-size:12px}
.file tr:first-child.gap td:empty{display:none}
.c{color:var(--c);font-style:italic}.s{color:var(--s)}.n{color:var(--n)}.k{color:var(--k)}.t{color:var(--t)}.f{color:var(--f)}.p{color:var(--p)}
.clean{margin-top:3rem;text-align:center;color:var(--soft)}.clean svg{width:72px;height:72px;color:var(--create);margin-bottom:1rem}
dialog{border:1px solid var(--line);border-radius:10px;background:var(--sheet);color:inherit;padding:1.5rem 2rem;min-width:20rem}dialog::backdrop{background:rgb(0 0 0/.4)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.4rem 1.2rem;margin:1rem 0}dt,dd{margin:0}
kbd{font:12.5px var(--mono);background:var(--sunk);border:1px solid var(--line);border-bottom-width:2px;border-radius:4px;padding:.1rem .4rem}
footer{margin-top:4rem;color:var(--soft);font-size:13px}
[hidden]{display:none!important}
@media (max-width:60rem){.body{display:block}nav{position:static;height:auto;max-height:14rem;border-right:0;border-bottom:1px solid var(--line);padding:.25rem 1rem}nav>details>summary{padding:.6rem 0}.js nav{max-height:none}main{padding:1.5rem 1rem 4rem}.bar{padding:0 1rem}h1{font-size:1.3rem}}
@media (min-width:60.01rem){nav>details>summary{pointer-events:none;list-style:none}}
nav>details>summary{font-size:12px;font-weight:600;color:var(--soft);padding:0 0 .5rem .35rem}
@media (max-width:44rem){.bar .of,.find output,.find button{display:none}.find{flex:1}input{width:100%}
table,tbody{display:block}tr{display:grid;grid-template-columns:3rem minmax(0,1fr)}td:nth-child(3){border-left:0}colgroup{display:none}.gap{display:block}.gap td{display:block}.void{display:none}.same td:nth-child(-n+2){display:none}.no{width:3rem}}
@media print{.bar,nav,.find,dialog{display:none!important}.body{display:block}main{padding:0;max-width:none}.file{content-visibility:visible;break-inside:auto}.file::details-content{content-visibility:visible;block-size:auto}.graph{max-height:none;overflow:visible}.graph svg{max-width:100%;height:auto}td{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{background:#fff;font-size:12px}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:auto}}
`;
