/** The results and, where they do not fit beside them, the costs: sortable by every column. */
function showComparison() {
  d3.select("#notes").selectAll("p").data(data.notes).join("p").attr("class", "note").text(unbroken);
  data.tables.forEach((table, index) => {
    const block = d3.select("#comparison-tables").append("div").attr("class", "block");
    drawComparison(block.append("div").attr("class", "scroll"), table, index === 0);
    block.append("p").attr("class", "caption table").append("span")
      .text(index === 0 ? resultsCaption(table) : "What each variant costs. ONNX Runtime computes the same outputs from the exported model.");
  });
}

function resultsCaption(table) {
  const metric = data.metrics[0];
  const several = table.rows.some((row) => row.cells[0].per_run.length > 1);
  const compared = table.columns.some((column) => column.label === "p (Holm)");
  return (several ? "Mean ± sample standard deviation over the runs that finished, one per seed. " : "One run per variant. ")
    + "Each run is tested at the checkpoint that was best on the validation split; all numbers here are from the test split. "
    + (compared ? `Differences are to ${data.baseline}, paired by seed: mean with a bootstrap interval, Cohen’s d, and the p-value of an exact sign-flip test after Holm’s correction; intervals from few seeds are too narrow. ` : "")
    + `The baseline stands first, then the best by ${metric.label} (${words(metric.direction)}); the best ${several ? "mean" : "value"} of each metric${compared ? ", and p-values up to 0.05, are" : " is"} set in bold. `
    + "Press a column’s head to sort by it.";
}

function drawComparison(parent, { columns, rows: tableRows }, withStrip) {
  const rows = tableRows.map((row, index) => ({ ...row, variant: data.variants[index] }));
  const table = parent.append("table").attr("class", "comparison");
  const head = table.append("thead").append("tr");
  const body = table.append("tbody");
  const showsStrip = withStrip && rows.some((row) => row.cells[0].per_run.length > 1);

  sortableHead(head.append("th"), "variant", "", (row) => row.variant.name);
  columns.forEach((column, index) => {
    sortableHead(
      head.append("th").attr("class", "number"), column.label, column.description,
      (row) => row.cells[index].value);
    if (index === 0 && showsStrip) {
      head.append("th").text("each run");
    }
  });

  const values = rows.flatMap((row) => row.cells[0].per_run);
  const position = d3.scaleLinear(d3.extent(values), [6, 122]).unknown(64);
  const lines = body.selectAll("tr").data(rows).join("tr");
  lines.append("th").attr("scope", "row").call(nameWithSwatch, (row) => row.variant)
    .filter((row) => row.variant.name === data.baseline && rows.length > 1)
    .append("span").attr("class", "tag").text("baseline");
  columns.forEach((column, index) => {
    lines
      .append("td")
      .attr("class", "number")
      .classed("best", (row) => row.cells[index].best)
      .each(function (row) {
        writeMeasured(d3.select(this), row.cells[index].text);
      });
    if (index === 0 && showsStrip) {
      lines.append("td").append("svg").attr("class", "strip").attr("viewBox", "0 0 128 20")
        .attr("role", "img")
        .attr("aria-label", (row) => `${row.cells[0].per_run.length} runs`)
        .each(function (row) {
          drawStrip(d3.select(this), row, position);
        });
    }
  });

  function sortableHead(cell, label, description, key) {
    cell.attr("scope", "col").attr("title", description || null)
      .append("button").attr("type", "button").text(label)
      .on("click", () => {
        const before = cell.attr("aria-sort");
        // Numbers begin with the largest, names with the first of the alphabet.
        const descending = before ? before === "ascending" : label !== "variant";
        head.selectAll("th").attr("aria-sort", null);
        cell.attr("aria-sort", descending ? "descending" : "ascending");
        const order = descending ? d3.descending : d3.ascending;
        // What is not known stands last, whichever way is sorted.
        lines.sort((a, b) => (key(a) === null) - (key(b) === null) || order(key(a), key(b)));
      });
  }
}

/** Sets the spread after ± back a little, so that means can be compared at a glance. */
function writeMeasured(cell, text) {
  const parts = text.match(/^(\S+)( ± \S+| \[.*\]| \(.*\))(.*)$/);
  if (parts) {
    cell.append("span").text(parts[1]);
    cell.append("span").attr("class", "spread").text(parts[2]);
    cell.append("span").text(parts[3]);
    return;
  }
  // What became of the runs that did not finish stands below how many did.
  const [counts, ...lost] = text.split(", ");
  cell.text(counts);
  if (lost.length) {
    cell.append("div").attr("class", "lost").text(lost.join(", "));
  }
}

/** One dot for each run, one stroke for their mean. */
function drawStrip(svg, row, position) {
  svg.append("line").attr("x1", 0).attr("x2", 128).attr("y1", 10).attr("y2", 10);
  svg.selectAll("circle").data(row.cells[0].per_run).join("circle")
    .attr("cx", position).attr("cy", 10).attr("r", 3.5)
    .style("fill", row.variant.color).style("fill-opacity", 0.55);
  if (row.cells[0].value !== null) {
    const x = position(row.cells[0].value);
    svg.append("line").attr("x1", x).attr("x2", x).attr("y1", 3).attr("y2", 17)
      .style("stroke", row.variant.color).style("stroke-width", 2);
  }
}

/** Columns of answers that can be read side by side. */
const mostAnswering = 6;

/** What each variant answered. */
function showPredictions() {
  const all = data.variants.filter((variant) => variant.predictions.length);
  const answering = all.slice(0, mostAnswering);
  if (all.length > answering.length) {
    d3.select("#prediction-caption").text(`The first ${answering.length} of ${all.length} variants, in the order of the first table.`);
  }
  const asked = new Map();
  for (const variant of answering) {
    for (const prediction of variant.predictions) {
      if (!asked.has(prediction.input)) {
        asked.set(prediction.input, { ...prediction, answers: new Map() });
      }
      asked.get(prediction.input).answers.set(variant.name, prediction.predicted);
    }
  }
  const questions = [...asked.values()];
  const known = questions.some((question) => question.expected !== null);
  const table = d3.select("#prediction-table").append("table");
  const heads = ["input", ...(known ? ["expected"] : []), ...answering.map((variant) => variant.name)];
  table.append("thead").append("tr").selectAll("th").data(heads).join("th").attr("scope", "col").text(String);
  const rows = table.append("tbody").selectAll("tr").data(questions).join("tr");
  rows.append("td").attr("class", "text").text((question) => question.input);
  if (known) {
    rows.append("td").attr("class", "text").text((question) => question.expected);
  }
  for (const variant of answering) {
    rows.append("td").attr("class", "text").each(function (question) {
      writeAnswer(d3.select(this), question.answers.get(variant.name), question.expected);
    });
  }
}

function writeAnswer(cell, answer, expected) {
  if (answer === undefined) {
    cell.text("–");
  } else if (expected === null) {
    cell.text(answer);
  } else {
    const right = answer === expected;
    cell.append("span").attr("class", `verdict ${right ? "right" : "false"}`)
      .attr("aria-label", right ? "right" : "wrong").text(right ? "✓" : "✗");
    const [before, differing, after] = difference([...answer], [...expected]);
    cell.append("span").text(before);
    cell.append("span").attr("class", "wrong").text(differing || (right ? "" : "\u00a0"));
    cell.append("span").text(after);
  }
}

/** What two texts share at their beginnings and ends, and what the first has between these. */
function difference(answer, expected) {
  const shorter = Math.min(answer.length, expected.length);
  let start = 0;
  while (start < shorter && answer[start] === expected[start]) {
    start++;
  }
  let end = 0;
  while (end < shorter - start && answer.at(-1 - end) === expected.at(-1 - end)) {
    end++;
  }
  const last = answer.length - end;
  return [answer.slice(0, start), answer.slice(start, last), answer.slice(last)].map((part) => part.join(""));
}

/** Every run. */
function showRuns() {
  const runs = data.variants.flatMap((variant) => variant.runs.map((run) => ({ ...run, variant })));
  const signs = { planned: "·", finished: "✓", running: "…", failed: "✗", diverged: "↗", stopped: "⊣", interrupted: "‖" };
  const table = d3.select("#run-table").append("table");
  const metrics = data.metrics.map((metric) => metric.label);
  const heads = ["run", "status", ...metrics, "time", "tokens/s", "vs ONNX Runtime"];
  const isFailed = runs.some((run) => run.failure);
  table.append("thead").append("tr").selectAll("th")
    .data(isFailed ? [...heads, "what happened"] : heads).join("th")
    .attr("scope", "col")
    .attr("class", (head, index) => (index > 1 && index < heads.length ? "number" : null))
    .text(String);
  const rows = table.append("tbody").selectAll("tr").data(runs).join("tr").attr("data-status", (run) => run.status);
  rows.append("td").text((run) => `${run.variant.name}, seed ${run.seed}`).attr("title", (run) => run.id).style("white-space", "nowrap");
  rows.append("td").attr("class", (run) => `status ${run.status}`).text((run) => `${signs[run.status]} ${words(run.status)}`);
  metrics.forEach((label, index) => {
    rows.append("td").attr("class", "number").text((run) => run.summary[index] ?? "–");
  });
  rows.append("td").attr("class", "number").text((run) => (run.status === "planned" ? "–" : run.duration));
  rows.append("td").attr("class", "number").text((run) => run.tokens_per_second ?? "–");
  rows.append("td").attr("class", "number").text((run) => run.agreement ?? "–");
  if (isFailed) {
    rows.append("td").attr("class", "message").text((run) => run.failure ?? "");
  }
}

function showDetails() {
  d3.select("#settings").text(data.settings);
  const environment = d3.select("#environment").append("table").append("tbody")
    .selectAll("tr").data(Object.entries(data.environment)).join("tr");
  environment.append("th").attr("scope", "row").text(([name]) => name);
  environment.append("td").text(([, value]) => value);
  const parameterDetails = document.getElementById("parameters").parentElement;
  parameterDetails.addEventListener("toggle", showParameters, { once: true });
  if (data.variants.length <= mostAnswering) {
    showParameters();
  }
}

/** What was tried for each variant before its runs. */
function showTuning() {
  const table = d3.select("#tuning-table").append("table");
  const heads = ["variant", "candidate", `validation ${data.tuning.metric.label}`, "trials", ""];
  table.append("thead").append("tr").selectAll("th").data(heads).join("th").attr("scope", "col")
    .attr("class", (head, index) => (index === 2 || index === 3 ? "number" : null)).text(String);
  const candidates = data.tuning.variants.flatMap((variant) =>
    variant.candidates.map((candidate, index) => ({ ...candidate, variant: index === 0 ? variant.name : "" })));
  const rows = table.append("tbody").selectAll("tr").data(candidates).join("tr").classed("chosen", (row) => row.chosen);
  rows.append("th").attr("scope", "row").text((row) => row.variant);
  rows.append("td").text((row) => row.choice);
  rows.append("td").attr("class", "number").classed("best", (row) => row.chosen).text((row) => row.score ?? "–");
  rows.append("td").attr("class", "number").text((row) =>
    row.finished === row.trials ? row.trials : `${row.finished} of ${row.trials}`);
  rows.append("td").text((row) => (row.chosen ? "chosen" : row.finished < row.trials ? "did not finish" : ""));
  const counts = new Set(data.tuning.variants.map((variant) => d3.sum(variant.candidates, (c) => c.trials)));
  d3.select("#tuning-caption").text(
    (counts.size === 1 ? `Every variant was tried with the same candidates, in ${counted([...counts][0], "trial")}. ` : "")
    + `The candidate with the best mean ${data.tuning.metric.label} on the validation split is what a variant’s runs are made with. No trial has seen the test split.`);
}

/** What was going to be run, and how long that takes. */
function showPlan() {
  const table = d3.select("#plan-table").append("table");
  const heads = ["variant", "runs", "steps", "minutes/run", "minutes"];
  table.append("thead").append("tr").selectAll("th").data(heads).join("th").attr("scope", "col")
    .attr("class", (head, index) => (index ? "number" : null)).text(String);
  const minutes = (value) => (value === null ? "–" : d3.format(value < 10 ? ".2f" : ",.1f")(value));
  const all = (row) => (row.minutes_per_run === null ? null : row.runs * row.minutes_per_run);
  const rows = table.append("tbody").selectAll("tr").data(data.plan).join("tr");
  rows.append("th").attr("scope", "row").text((row) => row.variant);
  rows.append("td").attr("class", "number").text((row) => row.runs);
  rows.append("td").attr("class", "number").text((row) => d3.format(",")(row.steps));
  rows.append("td").attr("class", "number").text((row) => minutes(row.minutes_per_run));
  rows.append("td").attr("class", "number").text((row) => minutes(all(row)));
  const known = data.plan.filter((row) => row.minutes_per_run !== null);
  d3.select("#plan-caption").text(
    `What was planned before the first run. Minutes are those of the training, by the steps taken so far`
    + (known.length ? `: ${minutes(d3.sum(known, all))} in all${known.length < data.plan.length ? ", as far as variants have begun" : ""}.` : "."));
}

function showExclusions() {
  const table = d3.select("#exclusion-table").append("table");
  table.append("thead").append("tr").selectAll("th").data(["left out", "because"]).join("th").attr("scope", "col").text(String);
  const rows = table.append("tbody").selectAll("tr").data(data.exclusions).join("tr");
  rows.append("td").text((exclusion) => exclusion.what);
  rows.append("td").attr("class", "message").text((exclusion) => exclusion.reason);
}

/** Drawn when it is asked for: two hundred variants have thousands of rows. */
function showParameters() {
  d3.select("#parameters").html("");
  for (const variant of data.variants) {
    const count = (parameter) => parameter.shape.reduce((product, length) => product * length, 1);
    const parameters = d3.select("#parameters");
    parameters.append("h3").text(`${variant.name}: ${d3.format(",")(d3.sum(variant.parameters, count))}`);
    const rows = parameters.append("div").attr("class", "scroll").append("table").append("tbody")
      .selectAll("tr").data(variant.parameters).join("tr");
    rows.append("td").attr("class", "name").text((parameter) => parameter.name);
    rows.append("td").attr("class", "number").text((parameter) => parameter.shape.join(" × "));
    rows.append("td").attr("class", "number").text((parameter) => d3.format(",")(count(parameter)));
  }
}
