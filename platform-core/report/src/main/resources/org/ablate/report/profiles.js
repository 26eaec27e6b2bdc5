/** Quality by the length of the examples, beyond what was trained on. */
function showLengths() {
  const longest = data.variants.find((variant) => variant.lengths).lengths.longest_trained;
  showProfile("length", {
    label: `${data.metrics[0].label} by length`,
    of: (variant) => variant.lengths,
    unit: data.metrics[0].unit,
    logarithmic: false,
    abscissa: "tokens of an example",
    reading: "tokens",
    rule: longest,
    caption: `${capitalized(data.metrics[0].label)} on test examples by their length in tokens; no example of the training was longer than the upright line.`,
  });
}

/** How much of a loss reaches the tokens before it. */
function showGradients() {
  showProfile("gradient", {
    label: "gradient by distance",
    of: (variant) => variant.gradients,
    unit: "number",
    logarithmic: true,
    abscissa: "tokens back",
    reading: "tokens back",
    caption: "The length of the gradient of the last token’s loss with respect to the vector of each token before it, in the mean over windows of the test text. "
      + "What the gradient does not reach cannot be learned from.",
  });
}

/** Curves of the variants over something else than the course of their training. */
function showProfile(name, profile) {
  const panel = d3.select(`#${name}-plot`);
  panel.append("svg").attr("role", "img").attr("aria-label", profile.label);
  panel.append("div").attr("class", "tip").attr("hidden", "");
  const measured = data.variants.filter(profile.of);
  const draw = () => drawProfile(panel, measured, profile);
  draw();
  onResize(panel.node(), draw);
  d3.select(`#${name}-caption`).text(
    `${profile.caption} `
    + (measured.some((v) => v.runs.length > 1) ? "Lines are means over the seeds that finished, bands reach from the lowest to the highest seed. " : "")
    + (measured.length > mostInColor ? `The baseline and the best are in colour, the other ${measured.length - mostInColor} variants in grey.` : ""));
}

function drawProfile(panel, measured, profile) {
  const lines = measured.map((variant, index) => {
    const { tokens, mean, low, high } = profile.of(variant);
    return {
      variant,
      behind: index >= mostInColor,
      points: tokens.map((x, i) => ({ x, y: mean[i], low: low[i], high: high[i] }))
        .filter((point) => Number.isFinite(point.y) && (!profile.logarithmic || point.y > 0)),
    };
  });
  const points = lines.flatMap((line) => line.points);
  const width = panel.node().clientWidth;
  const size = { width, height: 300, margin: { top: 10, right: 10, bottom: 38, left: 42 } };
  const { height, margin } = size;
  const svg = panel.select("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("height", height);
  svg.selectAll("*").remove();
  const x = d3.scaleLinear().domain(d3.extent(points, (p) => p.x)).range([margin.left, width - margin.right]);
  const y = ordinate(points, profile.unit, profile.logarithmic).range([height - margin.bottom, margin.top]);
  drawAxes(svg, x, y, profile.unit, size, profile.abscissa);
  if (profile.rule !== undefined) {
    svg.append("line").attr("class", "trained").attr("x1", x(profile.rule)).attr("x2", x(profile.rule)).attr("y1", margin.top).attr("y2", height - margin.bottom);
  }
  const path = d3.line((p) => x(p.x), (p) => y(p.y));
  const area = d3.area((p) => x(p.x), (p) => y(p.low), (p) => y(p.high));
  const marks = svg.append("g").attr("class", "lines");
  marks.selectAll(".behind").data(lines.filter((line) => line.behind)).join("path").attr("class", "line behind").attr("d", (line) => path(line.points));
  const front = lines.filter((line) => !line.behind);
  marks.selectAll(".band").data(front).join("path").attr("class", "band").attr("d", (line) => area(line.points)).style("fill", (line) => line.variant.color);
  marks.selectAll(".mean").data(front).join("path").attr("class", "line mean").attr("d", (line) => path(line.points))
    .style("stroke", (line) => line.variant.color).style("stroke-dasharray", (line) => line.variant.dashes);
  panel.attr("data-marks", marks.selectAll(".line").size());
  addReading(panel, svg, front, x, y, profile.unit, size, profile.reading);
}
