const abscissas = [
  { value: "steps", label: "steps", title: "optimizer steps" },
  { value: "tokens", label: "tokens", title: "tokens trained on" },
  { value: "flops", label: "FLOPs", title: "training FLOPs: three forward passes a token" },
  { value: "seconds", label: "time", title: "seconds of training" },
];

/** Curves in colour that can be told apart; of more variants, the rest stand behind in grey. */
const mostInColor = 7;

/** The names of all series: losses first, training before validation. */
function seriesNames() {
  const names = new Set(data.variants.flatMap((variant) => variant.curves).map((curve) => curve.name));
  const rank = (name) => (name.endsWith("/loss") ? 0 : 2) + (name.startsWith("train/") ? 0 : 1);
  return [...names].sort((a, b) => rank(a) - rank(b) || d3.ascending(a, b));
}

/** Every series in a panel of its own, every variant in a colour of its own. */
function showCurves() {
  const drawn = data.variants.filter((variant) => variant.curves.length);
  const state = { abscissa: "steps", logarithmic: true, shown: new Set(drawn.slice(0, mostInColor)), drawn };
  const controls = d3.select("#curve-controls");
  const legend = controls.append("div").attr("class", "legend");
  if (drawn.length > mostInColor) {
    selection(controls, "show", [
      { value: null, label: `one of the ${drawn.length - mostInColor} others …` },
      ...drawn.slice(mostInColor).map((variant) => ({ value: variant, label: variant.name })),
    ], null, (variant) => {
      if (variant) {
        state.shown.add(variant);
        drawLegend();
        draw();
      }
    });
  }
  if (drawn.every((variant) => !Number.isFinite(variant.costs?.flops_per_token ?? NaN))) {
    abscissas.splice(abscissas.findIndex((a) => a.value === "flops"), 1);
  }
  choice(controls, "over", abscissas, state.abscissa, (value) => {
    state.abscissa = value;
    draw();
  });
  choice(controls, "loss",
    [{ value: true, label: "logarithmic" }, { value: false, label: "linear" }], true, (value) => {
      state.logarithmic = value;
      draw();
    });

  const panels = d3.select("#curve-panels").selectAll("div").data(seriesNames()).join("div").attr("class", "panel");
  panels.append("h3").text(seriesTitle);
  panels.append("svg").attr("role", "img").attr("aria-label", (name) => `${seriesTitle(name)} of every variant`);
  panels.append("div").attr("class", "tip").attr("hidden", "");

  function drawLegend() {
    const entries = drawn.length > mostInColor ? drawn.filter((v) => drawn.indexOf(v) < mostInColor || state.shown.has(v)) : drawn;
    legend.selectAll("button").data(entries, (variant) => variant.name)
      .join((enter) => enter.append("button").attr("type", "button").call(nameWithSwatch, (variant) => variant))
      .attr("aria-pressed", (variant) => state.shown.has(variant))
      .on("click", (event, variant) => {
        if (!state.shown.delete(variant)) {
          state.shown.add(variant);
        }
        drawLegend();
        draw();
      });
  }

  function draw() {
    panels.each(function (name) {
      drawPanel(d3.select(this), name, state);
    });
  }
  drawLegend();
  draw();
  onResize(panels.node(), draw);

  const several = drawn.some((variant) => variant.curves.some((curve) => curve.seeds > 1));
  const lost = drawn.some((variant) => variant.curves.some((curve) => curve.status === "diverged"));
  d3.select("#curve-caption").text(
    (several ? "Lines are means over the seeds that finished, bands reach from the lowest to the highest seed. " : "One line per variant. ")
    + (drawn.length > mostInColor ? `The baseline and the best are in colour, the other ${drawn.length - mostInColor} variants in grey. ` : "")
    + "Point at a panel to read its values, press a variant to hide it."
    + (lost ? " Thin lines are runs that did not finish; a cross marks where one diverged." : ""));
}

function seriesTitle(name) {
  const [split, ...metric] = name.split("/");
  const title = { train: "training", validation: "validation", test: "test" }[split] ?? split;
  return `${title} ${metric.join("/").replaceAll("_", " ")}`;
}

/** A variant's curves of one name as lines of points over one abscissa. */
function linesOf(variant, name, abscissa) {
  return variant.curves.filter((curve) => curve.name === name && curve.mean.length).map((curve) => {
    const shared = variant.abscissas[curve.abscissas];
    const at = abscissa === "flops" ? (i) => 3 * shared.tokens[i] * variant.costs.flops_per_token : (i) => shared[abscissa][i];
    return {
      variant,
      status: curve.status,
      unit: curve.unit,
      points: curve.mean.map((mean, i) => ({ x: at(i), y: mean, low: curve.low?.[i] ?? mean, high: curve.high?.[i] ?? mean })),
      band: curve.seeds > 1,
    };
  });
}

function drawPanel(panel, name, state) {
  const lines = state.drawn.filter((variant) => state.shown.has(variant)).flatMap((variant) => linesOf(variant, name, state.abscissa));
  const behind = state.drawn.length > mostInColor
    ? state.drawn.filter((variant) => !state.shown.has(variant)).flatMap((variant) => linesOf(variant, name, state.abscissa))
      .filter((line) => line.status === "finished")
    : [];
  const all = [...lines, ...behind];
  const unit = data.variants.flatMap((variant) => variant.curves).find((curve) => curve.name === name).unit;
  const isLoss = name.endsWith("/loss");
  const points = all.flatMap((line) => line.points);

  const width = panel.node().clientWidth;
  const height = 230;
  const margin = { top: 10, right: 10, bottom: 38, left: 42 };
  const svg = panel.select("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("height", height);
  svg.selectAll("*").remove();

  const x = d3.scaleLinear([0, d3.max(points, (p) => p.x) || 1], [margin.left, width - margin.right]);
  const y = ordinate(points, unit, isLoss && state.logarithmic)
    .range([height - margin.bottom, margin.top]);
  drawAxes(svg, x, y, unit, { width, height, margin }, abscissas.find((a) => a.value === state.abscissa).title);

  const path = d3.line((p) => x(p.x), (p) => y(p.y));
  const area = d3.area((p) => x(p.x), (p) => y(p.low), (p) => y(p.high));
  const marks = svg.append("g").attr("class", "lines");
  marks.selectAll(".behind").data(behind).join("path").attr("class", "line behind").attr("d", (line) => path(line.points));
  marks.selectAll(".band").data(lines.filter((line) => line.band)).join("path").attr("class", "band")
    .attr("d", (line) => area(line.points)).style("fill", (line) => line.variant.color);
  marks.selectAll(".run").data(lines).join("path")
    .attr("class", (line) => `line run ${line.status === "finished" ? "mean" : "seed"}`)
    .attr("d", (line) => path(line.points))
    .style("stroke", (line) => line.variant.color).style("stroke-dasharray", (line) => line.variant.dashes);
  marks.selectAll(".end").data(lines.filter((line) => line.status === "diverged")).join("path").attr("class", "end")
    .attr("d", "M-4,-4L4,4M-4,4L4,-4").style("stroke", (line) => line.variant.color)
    .attr("transform", (line) => `translate(${x(line.points.at(-1).x)},${y(line.points.at(-1).y)})`);
  panel.attr("data-marks", marks.selectAll(".line").size());
  addReading(panel, svg, firstOfEach(lines), x, y, unit, { width, height, margin }, state.abscissa);
}

/** A variant without a finished run is read from its first run. */
function firstOfEach(lines) {
  return [...d3.group(lines, (line) => line.variant).values()]
    .map((own) => own.find((line) => line.status === "finished") ?? own[0]);
}

/** Parts of a whole are drawn between 0 and 1; everything else from 0 to its largest value. */
function ordinate(points, unit, logarithmic) {
  const [least, most] = [d3.min(points, (p) => p.low), d3.max(points, (p) => p.high)];
  if (unit === "fraction") {
    return d3.scaleLinear().domain([0, 1]);
  }
  if (logarithmic) {
    const positive = d3.min(points.filter((p) => p.low > 0), (p) => p.low) ?? 0.1;
    return d3.scaleLog().domain([positive, Math.max(most ?? 1, positive * 2)]).nice().clamp(true);
  }
  return d3.scaleLinear().domain([Math.min(0, least ?? 0), most ?? 1]).nice();
}

function valueFormat(unit) {
  return unit === "fraction" ? d3.format(".1%") : d3.format(".3~g");
}

/** Ticks of logarithmic axes: 0.01, 1, 100, but 1e-6. */
function powers(tick) {
  return d3.format(tick < 1e-3 ? ".0e" : "~g")(tick);
}

function drawAxes(svg, x, y, unit, { width, height, margin }, title) {
  const ticks = y.base ? y.ticks(4).filter((tick) => /^[125]/.test(tick.toExponential())) : y.ticks(5);
  const numbers = unit === "fraction" ? d3.format(".0%") : y.base ? powers : y.tickFormat(5);
  svg.append("g").attr("class", "grid").selectAll("line").data(ticks).join("line")
    .attr("x1", margin.left).attr("x2", width - margin.right).attr("y1", y).attr("y2", y);
  svg.append("g").selectAll("text").data(ticks).join("text")
    .attr("x", margin.left - 8).attr("y", y).attr("dy", "0.32em").attr("text-anchor", "end").text(numbers);
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - margin.bottom})`)
    .call(d3.axisBottom(x).ticks(width / 80).tickFormat(d3.format("~s")).tickSizeOuter(0).tickSize(4));
  svg.append("text").attr("x", width - margin.right).attr("y", height - 4).attr("text-anchor", "end").text(title);
}

/** Shows the values nearest to the pointer. */
function addReading(panel, svg, lines, x, y, unit, { width, height, margin }, abscissa) {
  const tip = panel.select(".tip").attr("hidden", "");
  const rule = svg.append("line").attr("class", "reading-rule").attr("y1", margin.top)
    .attr("y2", height - margin.bottom).style("display", "none");
  const dots = svg.append("g").style("pointer-events", "none");
  const format = valueFormat(unit);
  const nearest = d3.bisector((point) => point.x).center;

  svg.on("pointermove", (event) => {
    if (!lines.length) {
      return;
    }
    const position = x.invert(d3.pointer(event)[0]);
    const read = lines.map((line) => ({ variant: line.variant, point: line.points[nearest(line.points, position)] }));
    const at = d3.least(read, (r) => Math.abs(r.point.x - position)).point;
    rule.style("display", null).attr("x1", x(at.x)).attr("x2", x(at.x));
    dots.selectAll("circle").data(read).join("circle").attr("r", 3)
      .attr("cx", (r) => x(r.point.x)).attr("cy", (r) => y(r.point.y)).style("fill", (r) => r.variant.color);
    tip.attr("hidden", null).html("");
    tip.append("p").text(abscissa === "flops" ? `${d3.format(".3s")(at.x)}FLOPs` : `${d3.format(",.0f")(at.x)} ${abscissa}`);
    const rows = tip.append("table").selectAll("tr").data(read).join("tr");
    rows.append("td").call(nameWithSwatch, (r) => r.variant);
    rows.append("td").text((r) => format(r.point.y));
    rows.append("td").attr("class", "spread").text((r) => (r.point.high > r.point.low ? `${format(r.point.low)}–${format(r.point.high)}` : ""));
    const left = x(at.x) > width / 2;
    tip.style("left", left ? null : `${x(at.x) + 12}px`).style("right", left ? `${width - x(at.x) + 12}px` : null);
  });
  svg.on("pointerleave", () => {
    tip.attr("hidden", "");
    rule.style("display", "none");
    dots.selectAll("*").remove();
  });
}
