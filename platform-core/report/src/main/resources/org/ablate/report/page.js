"use strict";

const data = JSON.parse(document.getElementById("data").textContent);

// Tests ask the page itself whether all went well.
addEventListener("error", (event) => {
  document.documentElement.dataset.error = event.message;
});

/** Draws every section for which there is something to show. */
function show() {
  data.variants.forEach((variant, index) => {
    variant.color = `var(--series-${index % 7})`;
    // More variants than colours are told apart by their strokes.
    const stroke = Math.floor(index / 7) % 3;
    variant.dashes = ["none", "7 4", "2 4"][stroke];
    variant.border = ["solid", "dashed", "dotted"][stroke];
  });
  // Weights are written in thousandths.
  for (const map of data.variants.flatMap((variant) => variant.attention_maps)) {
    map.weights = map.weights.map((row) => row.map((weight) => weight / 1000));
  }
  showHeader();
  section("comparison", data.tables.some((table) => table.rows.length), showComparison);
  section("pareto", paretoCosts().length, showPareto);
  section("grid", gridAxes(), showGrid);
  // A single point, as of a model that was not trained, is no curve.
  section("curves", data.variants.some((v) => v.curves.some((curve) => curve.mean.length > 1)), showCurves);
  section("lengths", data.variants.some((v) => v.lengths), showLengths);
  section("gradients", data.variants.some((v) => v.gradients), showGradients);
  section("steps", data.steps.length, showSteps);
  section("attention", data.variants.some((v) => v.attention_maps.length), showAttention);
  section("predictions", data.variants.some((v) => v.predictions.length), showPredictions);
  section("runs", data.variants.some((v) => v.runs.length), showRuns);
  section("tuning", data.tuning, showTuning);
  section("plan", data.plan.length, showPlan);
  section("exclusions", data.exclusions.length, showExclusions);
  section("details", data.settings, showDetails);
  document.documentElement.dataset.ready = "true";
}

function section(id, filled, draw) {
  if (filled) {
    document.getElementById(id).hidden = false;
    draw();
  }
}

function showHeader() {
  const runs = data.variants.flatMap((variant) => variant.runs);
  const kicker = d3.select("#kicker");
  kicker.append("b").text(data.name);
  const day = new Date(data.created_at).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  const counts = runs.length ? ` · ${counted(data.variants.length, "variant")}, ${counted(runs.length, "run")}` : "";
  kicker.append("span").text(`${counts} · ${day}`);
  d3.select("#question").text(data.question || data.name);
  d3.select("#answer").text(unbroken(data.answer));
}

/** Texts of a page are set like texts of a book: a number keeps its spread and its unit on its line. */
function unbroken(text) {
  return text.replace(/ (±|%|[kMGTP]\b)/g, "\u00a0$1").replaceAll("± ", "±\u00a0");
}

/** As a sentence begins. */
function capitalized(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The data's texts for enum constants, as people write them. */
function words(constant) {
  return constant.replaceAll("-", " ");
}

/** A short line as the variant's curves are drawn, and its name. */
function nameWithSwatch(parent, variantOf) {
  parent.append("span").attr("class", "swatch")
    .style("border-color", (d) => variantOf(d).color).style("border-top-style", (d) => variantOf(d).border);
  parent.append("span").each(function (d) {
    // Names of grids are lists, which may go on in the next line.
    const [first, ...others] = variantOf(d).name.split(/(?<=,)/);
    this.append(first, ...others.flatMap((part) => [document.createElement("wbr"), part]));
  });
}

/** A row of buttons of which one is pressed. */
function choice(parent, label, options, chosen, choose) {
  const group = parent.append("fieldset").attr("class", "choice").attr("aria-label", label);
  group.append("span").text(label);
  const buttons = group
    .selectAll("button")
    .data(options)
    .join("button")
    .attr("type", "button")
    .attr("aria-pressed", (option) => option.value === chosen)
    .text((option) => option.label)
    .on("click", (event, option) => {
      buttons.attr("aria-pressed", (other) => other === option);
      choose(option.value);
    });
}

/** A list of which one entry is chosen. */
function selection(parent, label, options, chosen, choose) {
  const group = parent.append("label").attr("class", "choice");
  group.append("span").text(label);
  group
    .append("select")
    .on("change", (event) => choose(options[event.target.selectedIndex].value))
    .selectAll("option")
    .data(options)
    .join("option")
    .property("selected", (option) => option.value === chosen)
    .text((option) => option.label);
}

/** Whether the page is shown light on dark; paper never is. */
function isDark() {
  return matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches;
}

/** Calls back whenever isDark may have changed. */
function onThemeChange(redraw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  matchMedia("print").addEventListener("change", redraw);
}

/** Calls back whenever an element's width has changed. */
function onResize(element, redraw) {
  let width = element.clientWidth;
  new ResizeObserver(() => {
    if (element.clientWidth !== width) {
      width = element.clientWidth;
      redraw();
    }
  }).observe(element);
}
