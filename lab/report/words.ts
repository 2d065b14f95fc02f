// The words of docs/lab.md that don't depend on the figures: what was asked, how it was measured, what it doesn't say.
export const WORDS: Record<'title' | 'opening' | 'ranking' | 'wayside' | 'method' | 'changed' | 'limits', string> = {
  title: `# The browser lab: what becomes of the click

A visitor clicks a link, and the page that should tell of the click is gone a moment later. What do browsers do with the request? And what
does telling cost the visitor? This page answers by measuring: real browsers, real servers, faults made with real sockets and packets.`,
  opening: `To measure again: \`npm run lab\` (Linux; root or unprivileged user namespaces; within an hour on two cores), a part of it by
\`npm run lab -- --engine firefox --technique wayside,keepalive --fault hang\`, and \`npm run lab:report\` for this page.
How the lab works is in [its README](../lab/README.md).`,
  ranking: `Links to another site, all engines together. "Before a return": the collector had the click before the visitor saw the shop again. Added
delay: the median of a cell's pairs (tracked less untracked, clicked within the same seconds).`,
  wayside: `One line a cell, as \`npm run lab -- --technique wayside\` prints it. _Added_: the median of the pairs, and an interval that holds the true median in
95 of 100 such runs. _Copies a click_: how often the collector received a click on the average, and the click that came most often; the server counts ids.
A cell holds when every click was delivered in the end, every link reached, and the median added delay is at most 10 ms; what a browser that was
killed took with it is told as it is.`,
  method: `## How to read the tables

- An entry is \`A · B · C of N ×copies; median / p95 / worst ms, added\`. **A**: clicks that the collector had before the destination was asked for.
  **B**: before the visitor came back to a page of the shop. **C**: in the end, with the fault over and one more page of the shop
  seen, a quarter of an hour later by the page's clock (trackers wait between tries). **×copies**: arrivals of a delivered click on the average, where it is more than one. The untracked link has only delays.
- The delay runs from the click (a capture listener on \`window\`, before any tracker's) to the destination server's sight of the request, on one
  clock, 1 ms resolution. \`never\` or **reached**: the destination wasn't asked for within 5 s. **added**: median of the pairs with the untracked link.
- The techniques take turns, click by click, in one browser. Several browsers run at a time, but none starts or loads a page while another is clicked,
  so that they don't measure each other. Each technique has an origin of its own; each page has a collector host name of its own and each
  answer closes its connection, so that every click meets a cold name and a cold connection.
- The visitor looks at the page for half a second before the click.
- The fault is on for all clicks of a cell, then ends. Connections that hang are closed after 15 s or when the fault ends; connects whose packets were
  dropped are killed when it ends, as in an outage longer than the browsers' connect timeout.
- Algolia, Snowplow, Plausible and Wayside load their script from the lab's tag server, as in a shop; the others are inline.
- Wayside has two datacenters, the others one. "First datacenter refuses/hangs" leaves Wayside its second.
- "Quit" and "killed": four tabs are clicked one right after the other, then the browser ends; it is started again on the same profile.
- Techniques that wait for the collector get 5 clicks a cell in outages, because each costs 5 s.`,
  changed: `## What the lab has changed in Wayside

- A click's request used to be sent at once. In WebKitGTK its TLS handshake went before the destination's request and cost the visitor 20 to 50 ms
  (measured 2026-11-23); since then it waits for the page to go, or 200 ms.
- Every page view used to send the whole outbox again: up to 27 copies of a click where a datacenter was slow. What was sent now waits before it is
  sent again, longer each time.`,
  limits: `## What this does not say

WebKitGTK is a stand-in for Safari: the same page engine, another network stack, and Safari's tracking prevention isn't in it. Nothing was measured on
Safari, on phones, over HTTP/2 or HTTP/3, or over a real round-trip time; the kernel at hand can't delay packets, so that "connection takes 300 ms" delays
the TLS handshake in the server. Destinations answer at once, the hardest case for a request that must win a race. Browsers and servers shared two
cores: differences of a few milliseconds are noise, and so is the worst delay of a cell.
"Storage blocked" is the browser's own setting in Chromium and Firefox; in WebKitGTK, which has none, the page makes every access throw.`,
}
