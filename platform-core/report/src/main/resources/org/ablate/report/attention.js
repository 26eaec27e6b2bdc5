/**
 * From paper to ink in even steps through CIE L*a*b*: the middle colour is as far from the one end
 * as from the other. Equal differences in weight look equally different, in colour and in grey.
 */
function weightColor() {
  return isDark()
    ? d3.piecewise(d3.interpolateLab, ["#1b1d21", "#4c86bb", "#eef3f7"])
    : d3.piecewise(d3.interpolateLab, ["#fbfaf5", "#5f93bb", "#0b2038"]);
}

/** One map large, and beside it every head of the same attention small. */
function showAttention() {
  const state = { variant: null, example: null, block: null, layer: null, head: null, scaled: false, cell: null };
  const controls = d3.select("#attention-controls");
  const withMaps = data.variants.filter((variant) => variant.attention_maps.length);
  state.variant = withMaps[0].name;

  const mapsOfVariant = () => withMaps.find((variant) => variant.name === state.variant).attention_maps;
  const mapsOfBlock = () => mapsOfVariant().filter((m) => m.example === state.example && m.block === state.block);
  const current = () => mapsOfBlock().find((m) => m.layer === state.layer && m.head === state.head);

  /** Keeps what was chosen wherever the new choice has it too. */
  function settle() {
    const examples = unique(mapsOfVariant(), "example");
    state.example = examples.includes(state.example) ? state.example : examples[0];
    const blocks = unique(mapsOfVariant().filter((m) => m.example === state.example), "block");
    const crossing = blocks.find((block) => block.includes("cross"));
    state.block = blocks.includes(state.block) ? state.block : crossing ?? blocks[0];
    if (!mapsOfBlock().includes(current())) {
      ({ layer: state.layer, head: state.head } = sharpest(mapsOfBlock()));
    }
    controls.selectAll("*").remove();
    const options = (values) => values.map((value) => ({ value, label: value }));
    if (withMaps.length > 6) {
      selection(controls, "variant", options(withMaps.map((v) => v.name)), state.variant, change("variant"));
    } else if (withMaps.length > 1) {
      choice(controls, "variant", options(withMaps.map((v) => v.name)), state.variant, change("variant"));
    }
    if (blocks.length > 1) {
      choice(controls, "attention", options(blocks), state.block, change("block"));
    }
    if (examples.length > 1) {
      selection(controls, "example", options(examples), state.example, change("example"));
    }
    choice(controls, "colour", [{ value: false, label: "0 to 1" }, { value: true, label: "0 to largest" }],
      state.scaled, change("scaled"));
    drawScale(controls.append("div").attr("class", "scale"), limit());
  }

  function limit() {
    return state.scaled ? d3.max(current().weights, (row) => d3.max(row)) || 1 : 1;
  }

  function change(part) {
    return (value) => {
      state[part] = value;
      state.cell = null;
      settle();
      draw();
    };
  }

  function draw() {
    drawHeads(d3.select("#attention-heads"), mapsOfBlock(), current(), state.scaled, (map) => {
      state.layer = map.layer;
      state.head = map.head;
      settle();
      draw();
    });
    drawMap(d3.select("#attention-map"), current(), limit(), state);
  }

  const without = data.variants.filter((variant) => !variant.attention_maps.length && variant.predictions.length);
  d3.select("#attention-caption").text(
    data.attention_left_out
      ? `${counted(data.attention_left_out, "more variant")} would make this page too large; ablate inspect shows their maps.`
      : without.length ? `There are none of ${without.map((variant) => variant.name).join(", ")}: no weights are computed there.` : "");
  settle();
  draw();
  onThemeChange(() => {
    settle();
    draw();
  });
  onResize(document.getElementById("attention-map"), draw);
}

/** The head that looks most decidedly somewhere, to begin with. */
function sharpest(maps) {
  return d3.greatest(maps, (map) => d3.mean(map.weights, (row) => d3.max(row)));
}

function unique(maps, part) {
  return [...new Set(maps.map((map) => map[part]))];
}

/** A picture of weights, some pixels to a cell, so that no viewer blurs its edges much. */
function picture(weights, limit) {
  const rows = weights.length;
  const columns = weights[0]?.length ?? 0;
  const size = Math.max(1, Math.floor(512 / Math.max(rows, columns)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, columns * size);
  canvas.height = Math.max(1, rows * size);
  const context = canvas.getContext("2d");
  const color = weightColor();
  weights.forEach((row, query) => row.forEach((weight, key) => {
    context.fillStyle = color(Math.min(1, (weight ?? 0) / limit));
    context.fillRect(key * size, query * size, size, size);
  }));
  return canvas.toDataURL();
}

function drawScale(parent, limit) {
  parent.append("span").text("0");
  parent.append("img").attr("alt", "colour scale of weights").attr("src", picture([d3.range(0, 1.001, 1 / 64)], 1))
    .style("object-fit", "fill");
  parent.append("span").text(d3.format(".2~f")(limit));
}

/** Layers from top to bottom, heads from left to right. */
function drawHeads(parent, maps, chosen, scaled, choose) {
  parent.selectAll("*").remove();
  const layers = unique(maps, "layer").sort(d3.ascending);
  const heads = unique(maps, "head").sort(d3.ascending);
  // Many heads take the whole width, above the map.
  d3.select(".attention").classed("wide", heads.length > 6);
  const grid = parent.append("div").attr("class", "heads").attr("data-marks", maps.length)
    .style("grid-template-columns", `auto repeat(${heads.length}, minmax(2.5rem, ${heads.length > 2 ? "8rem" : "6rem"}))`);
  grid.append("span");
  heads.forEach((head) => grid.append("span").attr("class", "column").text(`head ${head + 1}`));
  for (const layer of layers) {
    grid.append("span").text(`layer ${layer + 1}`);
    for (const head of heads) {
      const map = maps.find((m) => m.layer === layer && m.head === head);
      if (!map) {
        grid.append("span");
        continue;
      }
      const largest = scaled ? d3.max(map.weights, (row) => d3.max(row)) || 1 : 1;
      grid.append("button").attr("type", "button").attr("aria-pressed", map === chosen)
        .attr("aria-label", `layer ${layer + 1}, head ${head + 1}`)
        .on("click", () => choose(map))
        .append("img").attr("alt", "").attr("src", picture(map.weights, largest))
        .style("aspect-ratio", `${map.keys.length} / ${map.queries.length}`);
    }
  }
}

/** White space, made visible. */
function visible(token) {
  return token.replaceAll(" ", "␣").replaceAll("\n", "⏎").replaceAll("\t", "⇥") || "∅";
}

function drawMap(parent, map, limit, state) {
  parent.selectAll("*").remove();
  const queries = map.queries.map(visible);
  const keys = map.keys.map(visible);
  const letter = 7.8;
  const longest = (tokens) => d3.max(tokens, (token) => [...token].length) ?? 1;
  const available = parent.node().clientWidth;
  const left = 26 + Math.max(14, longest(queries) * letter + 8);
  // Letters need less room than words that stand on end.
  const least = longest(keys) === 1 ? 11 : 13;
  const cell = Math.max(least, Math.min(30, (available - left - 2) / keys.length));
  const upright = longest(keys) * letter <= cell + 2;
  const top = 24 + (upright ? 14 : longest(keys) * letter + 4);
  const width = keys.length * cell;
  const height = queries.length * cell;

  const svg = parent.append("div").attr("class", "map").append("svg")
    .attr("width", left + width + 2).attr("height", top + height + 2)
    .attr("role", "img")
    .attr("aria-label", `attention weights of ${map.block}, layer ${map.layer + 1}, head ${map.head + 1}`)
    .attr("data-cells", keys.length * queries.length);
  svg.append("text").attr("class", "title").attr("x", left).attr("y", 11).text(width > 150 ? "keys: what is looked at →" : "keys");
  svg.append("text").attr("class", "title").attr("transform", `translate(11,${top}) rotate(-90)`)
    .attr("text-anchor", "end").text(height > 150 ? "← queries: who looks" : "queries");
  const columnLabels = svg.append("g").selectAll("text").data(keys).join("text")
    .attr("transform", (token, i) => `translate(${left + (i + 0.5) * cell},${top - 6})${upright ? "" : " rotate(-90) translate(0,4)"}`)
    .attr("text-anchor", upright ? "middle" : "start").text(String);
  const rowLabels = svg.append("g").selectAll("text").data(queries).join("text")
    .attr("x", left - 8).attr("y", (token, i) => top + (i + 0.5) * cell).attr("dy", "0.34em")
    .attr("text-anchor", "end").text(String);
  svg.append("image").attr("x", left).attr("y", top).attr("width", width).attr("height", height)
    .attr("preserveAspectRatio", "none").attr("href", picture(map.weights, limit));
  svg.append("rect").attr("class", "frame").attr("x", left).attr("y", top).attr("width", width).attr("height", height);
  const band = svg.append("rect").attr("class", "band").attr("x", left).attr("width", width).attr("height", cell);
  const mark = svg.append("rect").attr("class", "mark").attr("width", cell).attr("height", cell);
  const note = d3.select("#attention-reading").html("");
  const readout = note.append("p").attr("class", "readout").attr("aria-live", "polite");
  const reading = note.append("p").attr("class", "reading");

  function read({ query, key }) {
    band.attr("y", top + query * cell);
    mark.attr("x", left + key * cell).attr("y", top + query * cell);
    columnLabels.classed("on", (token, i) => i === key);
    rowLabels.classed("on", (token, i) => i === query);
    readout.html("");
    readout.append("b").text(queries[query]);
    readout.append("span").text(" looks at ");
    readout.append("b").text(keys[key]);
    readout.append("span").text(` with weight ${d3.format(".3f")(map.weights[query][key] ?? 0)}`);
    drawReading(reading, map, query, limit);
  }

  const strongest = () => d3.greatest(
    map.weights.flatMap((row, query) => row.map((weight, key) => ({ query, key, weight }))), (c) => c.weight);
  const kept = () => (state.cell && state.cell.query < queries.length && state.cell.key < keys.length ? state.cell : strongest());
  const under = (event) => {
    const [x, y] = d3.pointer(event, svg.node());
    const key = Math.floor((x - left) / cell);
    const query = Math.floor((y - top) / cell);
    return key >= 0 && key < keys.length && query >= 0 && query < queries.length ? { query, key } : null;
  };
  read(kept());
  svg.on("pointermove", (event) => read(under(event) ?? kept()))
    .on("pointerleave", () => read(kept()))
    .on("click", (event) => {
      state.cell = under(event) ?? state.cell;
      read(kept());
    });
}

/** The keys as running text, each on the colour of its weight. */
function drawReading(parent, map, query, limit) {
  const color = weightColor();
  const dark = isDark();
  parent.html("");
  parent.selectAll("span").data(map.keys).join("span")
    .text((token) => visible(token))
    .style("background", (token, key) => color(Math.min(1, (map.weights[query][key] ?? 0) / limit)))
    .style("color", (token, key) => {
      const strong = (map.weights[query][key] ?? 0) / limit > 0.5;
      return strong === dark ? "#16171a" : dark ? "#e9e6df" : strong ? "#ffffff" : "#1d1c1a";
    });
}
