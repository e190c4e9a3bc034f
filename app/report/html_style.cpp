#include "app/report/html_style.hpp"

namespace nueves::report {

std::string_view reportStyle() {
    return R"css(
:root{color-scheme:light dark;--bg:#EEF0F3;--panel:#FFF;--well:#F3F5F7;--ink:#1C2530;--ink2:#55606E;
--ink3:#687380;
--line:#D9DEE4;--up:#009E73;--up-ink:#00694D;--up-tint:#E3F3EC;--down:#D55E00;--down-ink:#A03F00;
--down-tint:#FBE6D8;
--unknown:#8A94A0;--unknown-ink:#55606E;--unknown-tint:#ECEEF1;--warn-ink:#7D5200;--warn-tint:#FCF0D6;
--used:#687380;--free:#D2D8E0;--over:#E69F00;--blue:#0072B2}
@media (prefers-color-scheme:dark){:root{--bg:#12161B;--panel:#1D232B;--well:#161B21;--ink:#E9EDF1;
--ink2:#AAB4C0;
--ink3:#8793A0;--line:#2E3742;--up:#2DB88C;--up-ink:#4CC9A0;--up-tint:#16322A;--down:#E8702A;
--down-ink:#FF9257;
--down-tint:#42251A;--unknown:#7F8B98;--unknown-ink:#AAB4C0;--unknown-tint:#2A323C;--warn-ink:#F2B632;
--warn-tint:#3A2E12;--used:#8793A0;--free:#35414E;--over:#E69F00;--blue:#56B4E9}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);
font:15px/1.5 "Open Sans","DejaVu Sans",system-ui,sans-serif;
overflow-wrap:anywhere}
main,header,footer{max-width:980px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}
h2{font-size:18px;margin:0 0 12px}
h3{font-size:16px;margin:0 0 6px}
p{margin:0 0 10px}
.quiet{color:var(--ink2)}
section{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:18px 20px;
margin:16px 0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(215px,1fr));gap:12px}
.card{border:1px solid var(--line);border-radius:10px;padding:12px 14px;background:var(--panel)}
.card .name{font-weight:600}
.cards+h3{margin-top:16px}
.answer{font-size:28px;font-weight:700;line-height:1.25;margin:2px 0}
.answer small{font-size:15px;font-weight:400;color:var(--ink2)}
.answer small{display:block;line-height:1.3}
.range{display:inline-block}
.verdict{display:flex;gap:7px;align-items:flex-start;border-radius:6px;padding:5px 8px;margin-top:6px;
font-size:13.5px}
.verdict.up{background:var(--up-tint);color:var(--up-ink)}
.verdict.down{background:var(--down-tint);color:var(--down-ink)}
.verdict.unknown{background:var(--unknown-tint);color:var(--unknown-ink)}
.mark{width:16px;height:16px;flex:none;margin-top:2px;fill:none;stroke:currentColor;stroke-width:1.6;
stroke-linecap:round;stroke-linejoin:round}
.note{background:var(--warn-tint);color:var(--warn-ink);border-radius:6px;padding:8px 12px;margin:0 0 8px}
.chart{width:100%;height:auto;display:block;margin:4px 0 10px}
.t{font-size:12px;fill:var(--ink)}
.t.axis{font-size:11px;fill:var(--ink2)}
.t.quiet{font-style:italic}
.curve{fill:none;stroke-width:1.8;stroke-linejoin:round}
.curve.asked{stroke:var(--ink)}.curve.answered{stroke:var(--up)}.curve.lost{stroke:var(--down)}
.curve.serving{stroke:var(--blue)}.curve.wanted{stroke:var(--ink3);stroke-dasharray:4 3}
.curve.needed{stroke:var(--over);stroke-width:1.4}.curve.machines{stroke:var(--ink3);stroke-width:1.2}
.curve.slow{stroke:var(--blue)}
.band{fill:var(--warn-tint)}
.grid{stroke:var(--line);stroke-width:1}
.axis{stroke:var(--ink2);stroke-width:1}
.t.axis{stroke:none}
.whisker{stroke:var(--ink);stroke-width:1.6}
.whisker.open{fill:none}
.target{stroke:var(--ink);stroke-width:2;stroke-dasharray:3 2}
.dot{stroke:var(--panel);stroke-width:1}
.dot.ink{fill:var(--ink)}
.dot.up{fill:var(--up);stroke:var(--up-ink)}
.dot.unknown{fill:var(--unknown);stroke:var(--unknown-ink)}
.dot.down{fill:var(--down);stroke:var(--down-ink)}
.leader{fill:none;stroke:var(--line);stroke-width:1}
.naive{fill:var(--panel);stroke:var(--ink3);stroke-width:1.6}
.bar.ink{fill:var(--ink3)}
.bar.up{fill:var(--up);stroke:var(--up-ink);stroke-width:1}
.bar.down{fill:var(--down);stroke:var(--down-ink);stroke-width:1}
.bar.few{fill:none;stroke-width:1.6}
.bar.ink.few{stroke:var(--ink3)}
.bar.used{fill:var(--used)}
.bar.free{fill:var(--free)}
.bar.overhead{fill:var(--over)}
.key{display:inline-block;width:12px;height:12px;border-radius:2px;margin:0 5px 0 12px;vertical-align:-1px}
.key.used{background:var(--used)}.key.free{background:var(--free)}.key.over{background:var(--over)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px;margin:4px 0 8px;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--ink2);padding-bottom:4px}
th,td{text-align:left;vertical-align:top;padding:4px 10px 4px 0;border-bottom:1px solid var(--line);
overflow-wrap:normal;min-width:4.5em}
td:first-child{overflow-wrap:anywhere}
th{font-weight:600;color:var(--ink2)}
.n{text-align:right}
td.n{white-space:nowrap}
td>code:only-child{display:inline-block;min-width:16em}
td.n:last-child,th.n:last-child{padding-right:0}
details>summary{cursor:pointer;color:var(--ink2);font-size:13.5px;margin:2px 0 6px}
.pair{display:grid;grid-template-columns:1fr;gap:4px}
ul{margin:0 0 10px;padding-left:20px}
code{font:13px/1.5 "DejaVu Sans Mono",monospace;background:var(--well);border-radius:4px;padding:1px 5px}
footer{padding-bottom:40px;color:var(--ink2);font-size:13.5px}
@media print{:root{color-scheme:light;--bg:#FFF;--panel:#FFF;--well:#FFF;--ink:#000;--ink2:#333;--ink3:#666;
--line:#BBB;
--up:#009E73;--up-ink:#00543D;--up-tint:#FFF;--down:#D55E00;--down-ink:#853400;--down-tint:#FFF;
--unknown-ink:#333;
--unknown-tint:#FFF;--warn-ink:#000;--warn-tint:#FFF;--used:#687380;--free:#D2D8E0;--over:#E69F00;--blue:#0072B2}
body{font-size:11pt}main,header,footer{max-width:none;padding:0}section{border:0;padding:0;margin:14pt 0}
.card,.chart,tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}.verdict{border:1px solid currentColor}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";
}

} // namespace nueves::report
