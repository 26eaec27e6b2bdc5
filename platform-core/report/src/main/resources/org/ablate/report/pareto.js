const costs = [
  { value: "parameters", label: "parameters", better: "less" },
  { value: "flops_per_token", label: "FLOPs per token", better: "less" },
  { value: "state_bytes", label: "state bytes", better: "less" },
  { value: "tokens_per_second", label: "tokens per second", better: "more" },
];

/** The costs that at least two variants with a result are known to have. */
function paretoCosts() {
  const scored = data.variants.filter((variant) => Number.isFinite(variant.score?.mean ?? NaN));
  return costs.filter((cost) => scored.filter((variant) => Number.isFinite(variant.costs[cost.value] ?? NaN)).length > 1);
}

/** Quality against one cost. */
function showPareto() {
  const options = paretoCosts();
  const state = { cost: options.find((cost) => differs(cost, TELLING)) ?? options.find((cost) => differs(cost, 1)) ?? options[0] };
  const panel = d3.select("#pareto-plot");
  panel.append("svg").attr("role", "img");
  panel.append("div").attr("class", "tip").attr("hidden", "");
  const draw = () => drawPareto(panel, state.cost);
  choice(d3.select("#pareto-controls"), `${data.metrics[0].label} against`,
    options.map((cost) => ({ value: cost, label: cost.label })), state.cost, (cost) => {
      state.cost = cost;
      draw();
    });
  const several = data.variants.some((variant) => variant.runs.length > 1);
  d3.select("#pareto-caption").text(
    (several ? "Each mark is the mean over the seeds that finished, with one standard deviation either way. " : "Each mark is one run. ")
    + "Where variants trade one for the other, a line joins those that no other beats in both respects. Point at a mark to read it.");
  draw();
  onResize(panel.node(), draw);
}

/** How many times as much the dearest variant has to cost as the cheapest for a cost to be shown first. */
const TELLING = 1.05;

function differs(cost, ratio) {
  const [least, most] = d3.extent(data.variants, (variant) => variant.costs[cost.value]);
  return most > least * ratio;
}

/** Whether the second variant is no worse in both respects, and better in one. */
function isBeaten(variant, other, cost) {
  const sign = data.metrics[0].direction === "higher-is-better" ? 1 : -1;
  const quality = sign * (other.score.mean - variant.score.mean);
  const thrift = (cost.better === "more" ? 1 : -1) * (other.costs[cost.value] - variant.costs[cost.value]);
  return quality >= 0 && thrift >= 0 && quality + Math.abs(thrift) > 0;
}

function drawPareto(panel, cost) {
  const metric = data.metrics[0];
  const marks = data.variants.filter((v) => Number.isFinite(v.score.mean ?? NaN) && Number.isFinite(v.costs[cost.value] ?? NaN));
  const frontier = marks.filter((variant) => !marks.some((other) => isBeaten(variant, other, cost)))
    .sort((a, b) => a.costs[cost.value] - b.costs[cost.value]);
  const width = panel.node().clientWidth;
  const height = 340;
  const margin = { top: 14, right: 20, bottom: 38, left: 50 };
  const svg = panel.select("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("height", height)
    .attr("aria-label", `${metric.label} against ${cost.label}`);
  svg.selectAll("*").remove();

  const x = costScale(marks.map((variant) => variant.costs[cost.value])).range([margin.left + 8, width - margin.right - 8]);
  const spread = (variant) => variant.score.spread ?? 0;
  const low = d3.min(marks, (v) => v.score.mean - spread(v));
  const high = d3.max(marks, (v) => v.score.mean + spread(v));
  const percent = metric.unit === "fraction";
  const room = low < high ? 0 : percent ? 0.05 : 0.5;
  const bound = (value) => (percent ? Math.max(0, Math.min(1, value)) : value);
  const y = d3.scaleLinear([bound(low - room), bound(high + room)], [height - margin.bottom - 8, margin.top]).nice();
  svg.append("g").attr("class", "grid").selectAll("line").data(y.ticks(6)).join("line")
    .attr("x1", margin.left).attr("x2", width - margin.right).attr("y1", y).attr("y2", y);
  svg.append("g").selectAll("text").data(y.ticks(6)).join("text").attr("x", margin.left - 8).attr("y", y)
    .attr("dy", "0.32em").attr("text-anchor", "end").text(y.tickFormat(6, percent ? "%" : undefined));
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`)
    .call(d3.axisBottom(x).ticks(width / 110, "~s").tickSizeOuter(0).tickSize(4));
  svg.append("text").attr("x", width - margin.right).attr("y", height - 4).attr("text-anchor", "end")
    .text(`${cost.label} (${cost.better} is better)`);

  svg.append("path").attr("class", "frontier")
    .attr("d", d3.line((v) => x(v.costs[cost.value]), (v) => y(v.score.mean))(frontier));
  const dots = svg.append("g").selectAll("g").data(marks).join("g")
    .attr("transform", (v) => `translate(${x(v.costs[cost.value])},${y(v.score.mean)})`);
  dots.append("line").attr("class", "spread").attr("y1", (v) => y(v.score.mean - spread(v)) - y(v.score.mean))
    .attr("y2", (v) => y(v.score.mean + spread(v)) - y(v.score.mean)).style("stroke", (v) => v.color);
  dots.append("circle").attr("r", (v) => (v.name === data.baseline ? 6 : 4.5))
    .style("fill", (v) => (v.name === data.baseline ? "var(--paper)" : v.color)).style("stroke", (v) => v.color);
  panel.attr("data-marks", dots.filter((v) => x(v.costs[cost.value]) >= margin.left && x(v.costs[cost.value]) <= width).size());
  labelMarks(svg, marks, marks.length > 12 ? frontier : marks, (v) => [x(v.costs[cost.value]), y(v.score.mean)], width, margin);
  readMarks(panel, svg, marks, (v) => [x(v.costs[cost.value]), y(v.score.mean)], cost, width);
}

/** Logarithmic where the largest is more than four times the smallest; room at both ends. */
function costScale(values) {
  const [least, most] = d3.extent(values);
  if (least === most) {
    return d3.scaleLinear().domain([least * 0.5, most * 1.5]);
  }
  return least > 0 && most > 4 * least
    ? d3.scaleLog().domain([least / 1.15, most * 1.15])
    : d3.scaleLinear().domain([least - 0.08 * (most - least), most + 0.08 * (most - least)]);
}

/** Names beside marks, left out where they would lie on each other. */
function labelMarks(svg, marks, named, place, width, margin) {
  const taken = marks.map((variant) => [place(variant)[0] - 6, place(variant)[1] - 6, 12, 12]);
  const free = (box) => taken.every(([x, y, w, h]) => box[0] + box[2] < x || x + w < box[0] || box[1] + box[3] < y || y + h < box[1]);
  for (const variant of named) {
    const [x, y] = place(variant);
    const length = variant.name.length * 6.4;
    const boxes = [[x + 9, y - 7, length, 14], [x - 9 - length, y - 7, length, 14], [x - length / 2, y - 24, length, 14], [x - length / 2, y + 10, length, 14]];
    const box = boxes.find((b) => free(b) && b[0] > margin.left && b[0] + b[2] < width && b[1] > 0);
    if (box) {
      taken.push(box);
      svg.append("text").attr("class", "label").attr("x", box[0]).attr("y", box[1] + 11).text(variant.name);
    }
  }
}

/** Shows the mark that is nearest to the pointer. */
function readMarks(panel, svg, marks, place, cost, width) {
  const tip = panel.select(".tip").attr("hidden", "");
  const nearest = d3.Delaunay.from(marks, (v) => place(v)[0], (v) => place(v)[1]);
  svg.on("pointermove", (event) => {
    const variant = marks[nearest.find(...d3.pointer(event))];
    const [x, y] = place(variant);
    tip.attr("hidden", null).html("");
    const name = tip.append("div").datum(variant);
    nameWithSwatch(name, (v) => v);
    tip.append("p").text(`${data.metrics[0].label} ${variant.score.text}`);
    tip.append("p").text(`${d3.format(".3s")(variant.costs[cost.value])} ${cost.label}`);
    const left = x > width / 2;
    tip.style("top", `${y + 8}px`).style("left", left ? null : `${x + 12}px`).style("right", left ? `${width - x + 12}px` : null);
  });
  svg.on("pointerleave", () => tip.attr("hidden", ""));
}
