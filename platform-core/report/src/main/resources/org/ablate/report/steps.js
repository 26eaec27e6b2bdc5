/** A computation from its first value to its last: each with its formula, its axes and its numbers. */
function showSteps() {
  const steps = d3.select("#step-list").selectAll("li").data(data.steps).join("li").attr("class", "step")
    .classed("learnable", (step) => !step.formula).classed("tall", (step) => d3.sum(step.blocks, (block) => block.rows.length) > 12);
  const head = steps.append("div").attr("class", "step-head");
  head.append("p").attr("class", "formula").each(function (step) {
    drawFormula(d3.select(this), step.formula || step.name, step.name && step.formula);
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
    .data((block) => block.rows.map((numbers, i) => ({ numbers, label: labelled(block) ? block.labels[i] : null, width: block.rows[0].length }))).join("tr");
  rows.filter((row) => row.label !== null).append("th").attr("scope", "row").text((row) => row.label);
  rows.selectAll("td.number").data((row) => row.numbers.map((number) => ({ number, span: row.width - row.numbers.length + 1 }))).join("td")
    .attr("colspan", (cell) => (cell.span > 1 ? cell.span : null))
    .attr("class", "number").classed("first", (cell, i) => i === 0).classed("last", (cell, i, all) => i === all.length - 1)
    .text((cell) => cell.number.replace("-", "−"));
  d3.select("#step-list").attr("data-steps", data.steps.length);
}

/** Where a name is defined, it stands before the first equals sign. */
function drawFormula(parent, formula, defines) {
  const at = defines ? formula.indexOf(" = ") : -1;
  if (at > 0) {
    parent.append("b").text(formula.slice(0, at));
  }
  const right = at > 0 ? formula.slice(at) : formula;
  // Fonts of books often lack these signs, and put them together badly.
  parent.append("span").selectAll("span").data(right.split(/([≠≤≥⊙√ᵀ])/)).join("span").classed("sign", (part, i) => i % 2).text(String);
}
