/** A computation from its first value to its last: each with its formula, its axes and its numbers. */
function showSteps() {
  const steps = d3.select("#step-list").selectAll("li").data(data.steps).join("li").attr("class", (step) => (step.formula ? "step" : "step learnable"));
  const head = steps.append("div").attr("class", "step-head");
  head.append("p").attr("class", "formula").each(function (step) {
    drawFormula(d3.select(this), step.formula || step.name);
  });
  head.append("p").attr("class", "axes").text((step) => [step.formula ? step.name : "learnable", step.axes.join(", ")].filter(Boolean).join(" · "));
  const tables = steps.append("div").attr("class", "scroll").selectAll("table").data((step) => step.blocks.map((block) => ({ ...block, columns: step.columns })))
    .join("table").attr("class", "numbers");
  tables.filter((block) => block.title).append("caption").text((block) => block.title);
  const labelled = (block) => block.labels.some(Boolean);
  const headed = tables.filter((block) => block.columns.length).append("thead").append("tr");
  headed.filter(labelled).append("td");
  headed.selectAll("th").data((block) => block.columns).join("th").attr("scope", "col").text(visible);
  const rows = tables.append("tbody").selectAll("tr")
    .data((block) => block.rows.map((numbers, i) => ({ numbers, label: labelled(block) ? block.labels[i] : null }))).join("tr");
  rows.filter((row) => row.label !== null).append("th").attr("scope", "row").text((row) => row.label);
  rows.selectAll("td.number").data((row) => row.numbers).join("td")
    .attr("class", "number").classed("first", (number, i) => i === 0).classed("last", (number, i, all) => i === all.length - 1)
    .text((number) => number.replace("-", "−"));
  d3.select("#step-list").attr("data-steps", data.steps.length);
}

/** What stands before the first equals sign is what is defined. */
function drawFormula(parent, formula) {
  const at = formula.indexOf(" = ");
  if (at > 0) {
    parent.append("b").text(formula.slice(0, at));
  }
  const right = at > 0 ? formula.slice(at) : formula;
  // Fonts of books often lack these signs, and put them together badly.
  parent.append("span").selectAll("span").data(right.split(/([≠≤≥⊙√ᵀ])/)).join("span").classed("sign", (part, i) => i % 2).text(String);
}
