/** A variant's settings by axis, read from a name such as d_model=64,n_layers=2. */
function axesOf(variant) {
  return new Map(variant.name.split(",").map((part) => {
    const [axis, ...value] = part.split("=");
    return value.length ? [axis, value.join("=")] : ["variant", axis];
  }));
}

/** The two axes of a grid with their values; null if there are not exactly two that vary. */
function gridAxes() {
  const settings = data.variants.map(axesOf);
  const names = [...new Set(settings.flatMap((axes) => [...axes.keys()]))];
  const axes = names
    .map((name) => ({ name, values: [...new Set(settings.map((own) => own.get(name)))].sort(naturally) }))
    .filter((axis) => axis.values.length > 1);
  const complete = axes.every((axis) => axis.values.every((value) => value !== undefined));
  const named = data.variants.some((variant) => variant.name.includes("="));
  return named && complete && axes.length === 2 ? axes : null;
}

/** Numbers by size, names by the alphabet. */
function naturally(a, b) {
  return (Number(a) - Number(b)) || d3.ascending(a, b);
}

/** Every combination of two axes as a cell. */
function showGrid() {
  const [rows, columns] = gridAxes();
  const metric = data.metrics[0];
  const cells = new Map(data.variants.map((variant) => {
    const own = axesOf(variant);
    return [`${own.get(rows.name)}\n${own.get(columns.name)}`, variant];
  }));
  const means = [...cells.values()].map((variant) => variant.score.mean).filter((mean) => mean !== null);
  const [least, most] = d3.extent(means);
  const better = metric.direction === "higher-is-better";

  const table = d3.select("#grid-map").append("table").attr("class", "grid-cells");
  const head = table.append("thead");
  head.append("tr").selectAll("th").data(["", `${columns.name} →`]).join("th").attr("colspan", (d, i) => (i ? columns.values.length : null)).text(String);
  head.append("tr").selectAll("th").data([`${rows.name} ↓`, ...columns.values]).join("th").attr("scope", "col").text(String);
  const lines = table.append("tbody").selectAll("tr").data(rows.values).join("tr");
  lines.append("th").attr("scope", "row").text(String);
  const boxes = lines.selectAll("td").data((row) => columns.values.map((column) => cells.get(`${row}\n${column}`) ?? null)).join("td");
  boxes.attr("title", (variant) => variant && `${variant.name}: ${counted(variant.runs.length, "run")}`)
    .text((variant) => (variant ? variant.score.text : "left out"));
  const paint = () => {
    const color = weightColor();
    const dark = isDark();
    // Cells stay light enough for their numbers: the scale is used up to six tenths.
    const part = (variant) => 0.6 * (most > least ? (variant.score.mean - least) / (most - least) : 0.5);
    const depth = (variant) => (better ? part(variant) : 0.6 - part(variant));
    boxes.style("background", (variant) => (variant && variant.score.mean !== null ? color(depth(variant)) : null))
      .style("color", (variant) => (variant && variant.score.mean !== null && depth(variant) > 0.5 ? (dark ? "#16171a" : "#ffffff") : null));
  };
  paint();
  onThemeChange(paint);
  table.attr("data-cells-of-grid", boxes.size());
  d3.select("#grid-caption").text(
    `${capitalized(metric.label)} by ${rows.name} and ${columns.name}: ${data.variants.some((v) => v.runs.length > 1) ? "mean ± standard deviation over the seeds that finished" : "one run each"}. `
    + "The stronger the colour, the better.");
}
