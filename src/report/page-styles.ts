import { chartStyles } from '../charts/index.ts';

/** The page's CSS: one column, both themes, phone to wide screen, paper. */
export function pageStyles(): string {
  return chartStyles() + PAGE + PARTS + TABLES + PICTURES + NARROW + PAPER;
}

const PAGE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.5 ui-sans-serif,Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
main,header.page,footer.page{max-width:1120px;margin:0 auto;padding:0 24px}
header.page{padding-top:28px}
h1{font-size:24px;line-height:1.25;margin:2px 0 4px;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:18px;line-height:1.3;margin:40px 0 12px;font-weight:650;overflow-wrap:anywhere;scroll-margin-top:16px}
h3{font-size:14px;margin:0;font-weight:600}
p{margin:8px 0;max-width:75ch;text-wrap:pretty}
a{color:var(--accent)}
bdi{overflow-wrap:anywhere}
.muted{color:var(--muted)}
.small{font-size:12.5px}
.top{display:flex;justify-content:space-between;align-items:flex-start;gap:16px}
.brand{font-size:12px;font-weight:600;color:var(--muted);letter-spacing:.04em}
nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin:14px 0 0;padding:10px 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line);font-size:13px}
nav a{color:var(--muted);text-decoration:none;overflow-wrap:anywhere}
nav a:hover,nav a:focus-visible{color:var(--ink);text-decoration:underline}
button{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:5px 12px;cursor:pointer;white-space:nowrap;flex:none}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
footer.page{padding-top:24px;padding-bottom:40px;color:var(--muted);font-size:12.5px}
`;

const PARTS = `
.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:0 0 14px;min-width:0}
.panel>.head{display:flex;flex-wrap:wrap;gap:0 10px;align-items:baseline;margin-bottom:12px}
.panel>.head p{margin:0}
.read{font-size:12.5px;color:var(--muted);margin:12px 0 0}
.read b{font-weight:600;color:var(--ink)}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px}
.pair>.panel{margin-bottom:14px}
.verdict{font-size:17px;line-height:1.45;margin:0 0 16px;max-width:80ch;font-weight:500;text-wrap:pretty}
.kpis{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:14px 24px;margin:0;border-top:1px solid var(--line);padding-top:14px}
.kpis dt{font-size:12.5px;color:var(--muted)}
.kpis dd{margin:0;font-size:24px;font-weight:600;line-height:1.25;letter-spacing:-.01em}
.kpis dd small{display:block;font-size:12.5px;font-weight:400;color:var(--muted);letter-spacing:0}
.strip{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(190px,45%),1fr));gap:12px 24px;margin:0}
.strip dt{color:var(--muted);font-size:12.5px}
.strip dd{margin:0;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:minmax(120px,max-content) 1fr;gap:5px 20px;margin:0}
.facts dt{color:var(--muted)}
.facts dd{margin:0;overflow-wrap:anywhere}
.code,code{font-family:ui-monospace,"JetBrains Mono","SF Mono",Menlo,Consolas,monospace;font-size:12.5px;overflow-wrap:anywhere}
.notes{list-style:none;margin:0;padding:0}
.notes li{padding:7px 0 7px 24px;border-top:1px solid var(--line);position:relative;max-width:80ch;overflow-wrap:anywhere}
.notes li:first-child{border-top:0}
.notes li::before{content:"!";position:absolute;left:2px;top:9px;width:15px;height:15px;border-radius:50%;border:1.5px solid currentColor;font-size:10.5px;line-height:12px;text-align:center;font-weight:700;color:var(--mark)}
.notes.plain li::before{content:"";width:5px;height:5px;left:7px;top:15px;border:0;background:var(--muted)}
.chip{display:inline-block;border-radius:10px;border:1px solid var(--line);padding:1px 9px;font-size:12.5px;color:var(--muted);white-space:nowrap}
.chip.good{color:var(--ink);border-color:currentColor}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(310px,1fr));gap:14px;margin-bottom:14px}
.card{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:14px 16px 14px 20px;position:relative;overflow:hidden;min-width:0}
.card::before{content:"";position:absolute;inset:0 auto 0 0;width:5px;background:var(--c)}
.card.noise::before{background:repeating-linear-gradient(var(--c) 0 5px,transparent 5px 9px)}
.card h3{margin:0;font-size:14px;line-height:1.35;font-weight:600;display:flex;gap:8px;align-items:baseline;overflow-wrap:anywhere}
.card .size{color:var(--muted);font-size:12.5px;margin:1px 0 8px}
.card p.words{margin:0 0 10px}
.sw{display:inline-block;flex:none;width:10px;height:10px;border-radius:3px;background:var(--c);margin-right:7px}
.id{font-weight:650;white-space:nowrap}
.effects{width:100%;border-collapse:collapse;font-size:12.5px}
.effects td{padding:3px 0;border-top:1px solid var(--line);vertical-align:middle}
.effects td:first-child{padding-right:8px;overflow-wrap:anywhere}
.effects td.num{white-space:nowrap;padding-right:10px}
.delta{position:relative;display:block;width:64px;height:8px;border-radius:2px;background:var(--line);margin-left:auto}
.delta i{position:absolute;top:0;bottom:0;border-radius:2px;background:var(--ink)}
.delta::after{content:"";position:absolute;left:50%;top:-2px;bottom:-2px;width:1px;background:var(--muted)}
.multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:20px 18px}
.map{display:grid;grid-template-columns:minmax(0,1fr) 260px;gap:20px;align-items:start}
.legend{list-style:none;margin:0;padding:0;font-size:13px;max-height:480px;overflow:auto}
.legend li{display:grid;grid-template-columns:auto 44px 1fr auto;align-items:baseline;padding:3px 0}
.legend .share{color:var(--muted);padding-left:8px}
.narrow{display:none}
.narrow .chart{width:100%;max-width:480px}
.heats{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px 28px}
.multiples .chart{width:100%;max-width:400px}
details{margin-top:12px;font-size:13px}
summary{cursor:pointer;color:var(--accent);width:fit-content}
`;

const TABLES = `
.scroll{overflow-x:auto;max-width:100%}
table.data{border-collapse:collapse;font-size:13px;width:100%}
table.data th,table.data td{padding:6px 10px;text-align:right;border-bottom:1px solid var(--line);vertical-align:baseline}
table.data th{font-weight:500;color:var(--muted);vertical-align:bottom;line-height:1.3}
table.data th:first-child,table.data td:first-child,table.data .left{text-align:left}
table.data th button{white-space:normal;border:0;background:none;padding:0;color:inherit;font:inherit;text-align:inherit}
table.data th[aria-sort=ascending] button::after{content:" ↑"}
table.data th[aria-sort=descending] button::after{content:" ↓"}
table.data tbody tr:last-child td,table.data tbody tr:last-child th{border-bottom:0}
table.data tbody th{color:var(--ink);font-weight:500;vertical-align:baseline;line-height:inherit}
table.data th:first-child,table.data td:first-child{padding-left:0}
table.data .wrap{min-width:220px;white-space:normal}
table.data td{white-space:nowrap}
table.data th{min-width:56px}
table.data tbody th{min-width:96px}
table.heat td.z{min-width:72px;border-left:2px solid var(--panel)}
table.heat td.z.far{font-weight:650}
table.heat th{max-width:104px;overflow-wrap:anywhere}
table.heat tbody th,table.heat thead th:first-child{position:sticky;left:0;background:var(--panel);min-width:104px;z-index:1}
table.cross td{min-width:84px;border-left:2px solid var(--panel);vertical-align:middle}
table.cross tbody th{vertical-align:middle}
table.cross td small{font-size:11.5px}
table.cross td.none{color:var(--muted)}
table.cross th{max-width:140px;overflow-wrap:anywhere}
table.cross tbody tr:last-child td,table.cross tbody tr:last-child th{border-bottom:1px solid var(--line)}
table.cross tfoot td,table.cross tfoot th{border-bottom:0;color:var(--muted);font-weight:500}
.tall{max-height:420px;overflow:auto}
`;

const PICTURES = `
.finding{font-size:15px;font-weight:500;margin:0 0 14px;padding-left:12px;border-left:3px solid var(--accent);max-width:85ch}
.finding.bad{border-color:var(--mark)}
.two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px 28px;align-items:start}
.fives{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:14px 18px}
.fives .chart{width:100%}
.fours{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:18px;margin-bottom:12px}
.fours .chart{width:100%}
h4.channel{margin:16px 0 8px;font-size:13px;font-weight:600}
h4.channel:first-child{margin-top:0}
.two.below{margin:16px 0}
.linekeys{list-style:none;display:flex;flex-wrap:wrap;gap:4px 14px;padding:0;margin:0 0 14px;font-size:12.5px;color:var(--muted)}
.linekeys li{display:inline-flex;align-items:center;gap:7px}
.linekeys svg{fill:none}
.cells h4{margin:0 0 4px;font-size:13px;font-weight:600}
.cells .effects th{font-weight:500;color:var(--muted);text-align:left;padding-right:8px}
.cells .effects td{padding-right:8px}
.cells .effects tbody th{color:var(--ink);font-weight:600;padding-top:6px}
.bar{display:block;position:relative;width:64px;height:8px;border-radius:2px;background:var(--line);margin-left:auto}
.bar i{display:block;height:8px;border-radius:2px;background:var(--c,var(--accent))}
.bar b{position:absolute;top:-3px;bottom:-3px;width:2px;background:var(--ink)}
.cells .effects td.num{padding-right:4px}
.cells .bar.long{width:96px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.controls{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin-bottom:12px;font-size:13px}
.controls[hidden]{display:none}
.controls select{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:5px 8px;max-width:min(340px,60vw)}
.tabs{display:flex;flex-wrap:wrap;gap:0;align-items:center;border:0;padding:0;margin:0;min-width:0}
.tabs legend{float:left;padding:0;margin-right:10px}
.tabs label{position:relative;cursor:pointer}
.tabs input{position:absolute;opacity:0;inset:0;margin:0;cursor:pointer}
.tabs span{display:block;border:1px solid var(--line);padding:5px 12px;margin-left:-1px;background:var(--panel)}
.tabs label:first-of-type span{border-radius:10px 0 0 10px;margin-left:0}
.tabs label:last-of-type span{border-radius:0 10px 10px 0}
.tabs input:checked+span{background:var(--ink);color:var(--panel);border-color:var(--ink)}
.tabs input:focus-visible+span{outline:2px solid var(--accent);outline-offset:2px;position:relative;z-index:1}
.space{margin:0;min-width:0}
.space.whole{grid-column:1/-1}
.space figcaption{font-size:12.5px;color:var(--muted);margin-bottom:4px}
.space figcaption b{color:var(--ink);font-weight:600}
.space .stage{position:relative;border-radius:6px}
.space canvas{display:block;width:100%;touch-action:pan-y}
.space.deep canvas{cursor:grab}
.space.deep canvas:active{cursor:grabbing}
.keys{list-style:none;margin:12px 0 0;padding:0;font-size:13px;display:flex;flex-wrap:wrap;gap:4px 14px}
.keys[hidden]{display:none}
.keys .muted{white-space:nowrap}
.keys button{border:0;background:none;padding:1px 2px;white-space:normal;text-align:left;display:inline-flex;align-items:baseline}
.keys button[aria-pressed=true]{text-decoration:underline;font-weight:600}
.rampline{display:flex;align-items:center;gap:10px;margin:12px 0 0;font-size:13px;flex-wrap:wrap}
.rampline[hidden]{display:none}
.rampline .ramp{width:min(260px,50vw);height:10px;border-radius:2px;background:linear-gradient(90deg,var(--r0),var(--r1),var(--r2),var(--r3),var(--r4))}
@media screen{.live .still{display:none}.live .space.off{display:none}}
`;

const NARROW = `
@media(max-width:900px){.pair,.map,.heats,.two{grid-template-columns:minmax(0,1fr)}.fives{grid-template-columns:repeat(4,minmax(0,1fr))}.fours{grid-template-columns:repeat(3,minmax(0,1fr))}.legend{max-height:none;columns:220px}.legend li{break-inside:avoid}}
@media(max-width:720px){
main,header.page,footer.page{padding-left:14px;padding-right:14px}
.panel{padding:14px 13px}
.wide{display:none}.narrow{display:block}
.verdict{font-size:16px}
h1{font-size:21px}
.cards{grid-template-columns:minmax(0,1fr)}
.facts{grid-template-columns:minmax(0,1fr)}.facts dd{margin-bottom:6px}
.kpis{grid-template-columns:repeat(2,minmax(0,1fr))}
.points text{font-size:25px}
.fives,.fours{grid-template-columns:repeat(2,minmax(0,1fr))}
table.heat td.z{min-width:84px}
table.heat tbody th,table.heat thead th:first-child{min-width:110px;max-width:130px}
}
@media(max-width:520px){.fours{grid-template-columns:minmax(0,1fr)}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;

const PAPER = `
@media print{
@page{size:A4;margin:14mm}
body{background:#fff;font-size:11px}
main,header.page,footer.page{max-width:none;padding:0}
nav,#theme,details:not([open]){display:none}
.panel,.card{break-inside:avoid}
.panel.long{break-inside:auto}
.panel>.head{break-after:avoid}
.wide{display:block}.narrow{display:none}
.narrow .chart{width:100%;max-width:480px}
.heats{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px 28px}
.multiples .chart{width:100%;max-width:400px}
h2{break-after:avoid;margin-top:24px}
.group,.part{break-before:page}
.legend{max-height:none}
.scroll,.tall{overflow:visible;max-height:none}
table.data{font-size:9.5px}
table.data th,table.data td{padding:4px 5px}
table.heat td.z{min-width:0}
.cards{grid-template-columns:repeat(2,minmax(0,1fr))}
.multiples,.heats{grid-template-columns:repeat(2,minmax(0,1fr))}
.two{grid-template-columns:repeat(2,minmax(0,1fr))}
.fives{grid-template-columns:repeat(5,minmax(0,1fr))}
.fours{grid-template-columns:repeat(4,minmax(0,1fr))}
.controls,.space canvas,.rampline{display:none!important}
.live .still{display:block}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
