/** Quality by the length of the examples, beyond what was trained on. */
function showLengths() {
  const panel = d3.select("#length-plot");
  panel.append("svg").attr("role", "img").attr("aria-label", `${data.metrics[0].label} by length`);
  panel.append("div").attr("class", "tip").attr("hidden", "");
  const draw = () => drawLengths(panel);
  draw();
  onResize(panel.node(), draw);
  const measured = data.variants.filter((variant) => variant.lengths);
  d3.select("#length-caption").text(
    `${capitalized(data.metrics[0].label)} on test examples by their length in tokens; no example of the training was longer than the upright line. `
    + (measured.some((v) => v.runs.length > 1) ? "Lines are means over the seeds that finished, bands reach from the lowest to the highest seed. " : "")
    + (measured.length > mostInColor ? `The baseline and the best are in colour, the other ${measured.length - mostInColor} variants in grey.` : ""));
}

function drawLengths(panel) {
  const measured = data.variants.filter((variant) => variant.lengths);
  const lines = measured.map((variant, index) => ({
    variant,
    behind: index >= mostInColor,
    points: variant.lengths.tokens.map((tokens, i) => ({
      x: tokens, y: variant.lengths.mean[i], low: variant.lengths.low[i], high: variant.lengths.high[i],
    })).filter((point) => Number.isFinite(point.y)),
  }));
  const unit = data.metrics[0].unit;
  const points = lines.flatMap((line) => line.points);
  const width = panel.node().clientWidth;
  const size = { width, height: 300, margin: { top: 10, right: 10, bottom: 38, left: 42 } };
  const { height, margin } = size;
  const svg = panel.select("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("height", height);
  svg.selectAll("*").remove();
  const x = d3.scaleLinear().domain(d3.extent(points, (p) => p.x)).range([margin.left, width - margin.right]);
  const y = ordinate(points, unit, false).range([height - margin.bottom, margin.top]);
  drawAxes(svg, x, y, unit, size, "tokens of an example");
  const trained = x(measured[0].lengths.longest_trained);
  svg.append("line").attr("class", "trained").attr("x1", trained).attr("x2", trained).attr("y1", margin.top).attr("y2", height - margin.bottom);
  const path = d3.line((p) => x(p.x), (p) => y(p.y));
  const area = d3.area((p) => x(p.x), (p) => y(p.low), (p) => y(p.high));
  const marks = svg.append("g").attr("class", "lines");
  marks.selectAll(".behind").data(lines.filter((line) => line.behind)).join("path").attr("class", "line behind").attr("d", (line) => path(line.points));
  const front = lines.filter((line) => !line.behind);
  marks.selectAll(".band").data(front).join("path").attr("class", "band").attr("d", (line) => area(line.points)).style("fill", (line) => line.variant.color);
  marks.selectAll(".mean").data(front).join("path").attr("class", "line mean").attr("d", (line) => path(line.points))
    .style("stroke", (line) => line.variant.color).style("stroke-dasharray", (line) => line.variant.dashes);
  panel.attr("data-marks", marks.selectAll(".line").size());
  addReading(panel, svg, front, x, y, unit, size, "tokens");
}
