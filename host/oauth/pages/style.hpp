#pragma once

#include <string_view>

namespace toolhost::oauth {

/// The one style sheet of all pages. It stands in each page; the content security policy names its
/// digest.
inline constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ground: #f3f5f7; --card: #fff; --text: #16202a; --quiet: #55626f;
  --line: #d5dce3; --accent: #0b5f6b; --accent-text: #fff; --warn: #7a4b00; --warn-ground: #fff5e0;
  --error: #a3171c; --error-ground: #fdecec; }
@media (prefers-color-scheme: dark) { :root { --ground: #10161c; --card: #19222b; --text: #e8edf2;
  --quiet: #a3b0bd; --line: #33414f; --accent: #5cc5d3; --accent-text: #06262b; --warn: #ffd48a;
  --warn-ground: #3a2c10; --error: #ffb3b0; --error-ground: #43191b; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  display: flex; flex-direction: column; align-items: center; padding: 1.5rem 1rem; }
header, main, footer { width: 100%; max-width: 27rem; }
header { display: flex; align-items: center; gap: .6rem; margin: 1rem 0 1.25rem; font-weight: 650; }
header svg { width: 1.75rem; height: 1.75rem; color: var(--accent); }
main { background: var(--card); border: 1px solid var(--line); border-radius: 14px;
  padding: 1.75rem 1.5rem; box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 8px 24px rgb(0 0 0 / 6%); }
footer { margin-top: 1.25rem; color: var(--quiet); font-size: .85rem; text-align: center; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .4rem; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; }
.quiet { color: var(--quiet); }
label { display: block; font-weight: 600; margin: 1rem 0 .3rem; }
input { width: 100%; font: inherit; color: inherit; background: var(--ground);
  border: 1px solid var(--quiet); border-radius: 8px; padding: .65rem .75rem; }
button { font: inherit; font-weight: 600; border-radius: 8px; padding: .7rem 1rem; cursor: pointer;
  border: 1px solid var(--quiet); background: transparent; color: inherit; flex: 1 1 8rem; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
button.link { border: 0; padding: 0; color: var(--accent); text-decoration: underline;
  font-weight: 500; flex: none; }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
dl { margin: 1.25rem 0 0; border-top: 1px solid var(--line); }
dl div { display: grid; grid-template-columns: 7.5rem 1fr; gap: .75rem; padding: .6rem 0;
  border-bottom: 1px solid var(--line); }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
dd ul { margin: 0; padding-left: 1.1rem; }
.note { border-radius: 8px; padding: .75rem .9rem; margin: 1.1rem 0 0; background: var(--warn-ground);
  color: var(--warn); }
.error { border-radius: 8px; padding: .75rem .9rem; margin: 1rem 0 0; background: var(--error-ground);
  color: var(--error); }
code { font: .9em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media (max-width: 26rem) { dl div { grid-template-columns: 1fr; gap: 0; } main { padding: 1.25rem 1rem; } }
)";

}  // namespace toolhost::oauth
