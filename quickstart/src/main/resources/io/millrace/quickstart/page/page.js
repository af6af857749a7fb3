// SPDX-License-Identifier: Apache-2.0
// Shows what /events tells, and says so when nothing comes any more.

import { byId, count, element, fillTable, keyed, ms, setAttribute, setText, time } from "./dom.js";
import { Histogram, Lines, StackedBars } from "./charts.js";
import { Drawing, kindOf, lagOf, stateOf } from "./pipeline.js";

const AGAIN_MS = 2000;
const SILENCE_MS = 6000;

const drawing = new Drawing(byId("drawing"), byId("flow-table"));
const throughput = new Lines(byId("throughput-chart"), { title: "Records per second", unit: "/s" });
const latency = new Lines(byId("latency-chart"), { title: "Latency in milliseconds", unit: " ms" });
const histogram = new Histogram(byId("histogram"));
const platforms = new StackedBars(byId("platform-chart"), { title: "Device events per minute, by platform", unit: "" });
const types = new StackedBars(byId("type-chart"), { title: "Device events per minute, by type", unit: "" });
const orders = new StackedBars(byId("order-chart"), { title: "Orders per minute, by currency", unit: "" });
const revenue = new Lines(byId("revenue-chart"), { title: "Revenue per minute, each in its currency", unit: "" });

let newest = null;
let newestAt = 0;
let isPaused = false;
let isEnded = false;
let states = null;

function connect() {
  const source = new EventSource("/events");
  source.addEventListener("snapshot", (event) => {
    newest = JSON.parse(event.data);
    newestAt = Date.now();
    isEnded = false;
    announce(newest);
    if (!isPaused) {
      show(newest);
    }
    answers(newest);
  });
  source.addEventListener("end", (event) => {
    isEnded = true;
    report("stopped", "Stopped", `${JSON.parse(event.data)} The page shows what was last known.`);
  });
  source.addEventListener("error", () => {
    source.close();
    if (!isEnded) {
      report("failed", "Not connected", `No connection to ./millrace up at ${location.host}. The page tries again until there is one.`);
    }
    setTimeout(connect, AGAIN_MS);
  });
}

setInterval(() => {
  if (newest && !isEnded && byId("state").dataset.is === "answers" && Date.now() - newestAt > SILENCE_MS) {
    report("paused", "No news", `The pipeline does not answer: nothing new since ${time(newestAt)}. The page goes on when it does.`);
  }
}, 1000);

function answers(snapshot) {
  report(isPaused ? "paused" : "running", isPaused ? "Paused" : "Live", snapshot.problem ?? "", "answers");
}

function report(kind, word, sentence, is = "silent") {
  const state = byId("state");
  state.dataset.is = is;
  setAttribute(state, "class", `pill ${kind}`);
  setText(state, word);
  setText(byId("banner"), sentence);
  document.body.classList.toggle("is-still", is !== "answers" || isPaused);
}

byId("pause").addEventListener("click", (event) => {
  isPaused = !isPaused;
  event.target.setAttribute("aria-pressed", String(isPaused));
  if (newest && byId("state").dataset.is === "answers") {
    answers(newest);
    show(newest);
  }
});

/** Tells those who hear the page what changed its state, and nothing else. */
function announce(snapshot) {
  const now = new Map(snapshot.connectors.map((each) => [each.name, stateOf(each).toLowerCase()]));
  const letters = snapshot.deadLetters.count;
  if (states) {
    const log = byId("changes");
    now.forEach((state, name) => {
      if (states.connectors.get(name) !== state) {
        log.append(element("p", {}, `${name} is ${state}.`));
      }
    });
    if (letters > states.letters) {
      log.append(element("p", {}, `${letters} dead letters.`));
    }
    while (log.children.length > 10) {
      log.firstElementChild.remove();
    }
  }
  states = { connectors: now, letters };
}

function show(snapshot) {
  setText(byId("clock"), time(snapshot.atMs));
  tiles(snapshot);
  drawing.update(snapshot);
  throughput.update(snapshot.history.atMs, snapshot.history.perSecond);
  latency.update(snapshot.history.atMs, snapshot.history.latencyMs);
  histogram.update(snapshot.latencies, snapshot.bucketsMs);
  lag(snapshot.lags);
  connectors(snapshot.connectors);
  deadLetters(snapshot.deadLetters);
  const activity = snapshot.activity;
  platforms.update(activity.minutesMs, activity.platforms);
  types.update(activity.minutesMs, activity.types);
  orders.update(activity.minutesMs, activity.orders);
  revenue.update(activity.minutesMs, activity.revenue);
  rows(snapshot.tables);
}

function tiles(snapshot) {
  const failed = snapshot.connectors.filter((each) => stateOf(each) === "FAILED").length;
  const running = snapshot.connectors.filter((each) => stateOf(each) === "RUNNING").length;
  const lags = snapshot.lags.map(lagOf);
  const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
  const [devices, shop] = snapshot.latencies;
  const values = [
    ["Records per second", count(sum(snapshot.topics.map((each) => each.perSecond))), "", false],
    ["Rows in PostgreSQL", count(sum(snapshot.tables.map((each) => each.rows))), "", false],
    ["Device events, p50", ms(devices.p50Ms), `p99 ${ms(devices.p99Ms)}`, false],
    ["Shop rows, p50", ms(shop.p50Ms), `p99 ${ms(shop.p99Ms)}`, false],
    ["Lag of the sinks", count(sum(lags)), "offsets", false],
    ["Connectors running", `${running} of ${snapshot.connectors.length}`, failed ? `${failed} failed` : "", failed > 0],
    ["Dead letters", count(snapshot.deadLetters.count), "", snapshot.deadLetters.count > 0],
  ];
  const nodes = keyed(byId("tiles"), values.map((each) => each[0]), (name) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, element("span"), " ", element("small"))),
  );
  for (const [name, value, more, isBad] of values) {
    const node = nodes.get(name);
    setAttribute(node, "class", isBad ? "tile bad" : "tile");
    setText(node.querySelector("span"), value);
    setText(node.querySelector("small"), more);
  }
  document.title = failed ? `▲ ${failed} failed – Millrace` : "Millrace";
}

function lag(lags) {
  fillTable(byId("lag-table"), "Lag of the sinks",
    [{ name: "sink" }, { name: "topic-partition" }, { name: "stored", kind: "number" }, { name: "end", kind: "number" }, { name: "lag", kind: "number" }],
    lags.map((each) => [each.sink, `${each.topic}-${each.partition}`, each.stored === null ? "–" : count(each.stored), count(each.end), count(lagOf(each))]));
}

function connectors(all) {
  const rows = all.flatMap((each) => [
    [each.name, "connector", pill(each.state), firstLine(each.trace)],
    ...each.tasks.map((task) => [each.name, `task ${task.id}`, pill(task.state), firstLine(task.trace)]),
  ]);
  fillTable(byId("connector-table"), "Connectors and tasks", [{ name: "connector" }, { name: "part" }, { name: "state" }, { name: "reason", kind: "reason" }], rows);
  const traces = new Map(all.flatMap((each) => [
    ...(each.trace ? [[each.name, each.trace]] : []),
    ...each.tasks.filter((task) => task.trace).map((task) => [`${each.name}, task ${task.id}`, task.trace]),
  ]));
  const nodes = keyed(byId("failures"), [...traces.keys()], (name) =>
    element("article", { class: "failure" }, element("h3", {}, `${name} failed`), element("p"),
      element("details", {}, element("summary", {}, `Whole trace of ${name}`), element("pre", { tabindex: "0", role: "region", "aria-label": `Trace of ${name}` }))),
  );
  traces.forEach((trace, name) => {
    setText(nodes.get(name).querySelector("p"), causes(trace));
    setText(nodes.get(name).querySelector("pre"), trace);
  });
}

const pill = (state) => ({ text: state.toLowerCase(), pill: kindOf(state) });
const firstLine = (trace) => trace.split("\n", 1)[0];

/** The last cause says most; what came of it says where. */
function causes(trace) {
  const last = trace.split("\n").filter((line) => line.startsWith("Caused by: ")).at(-1);
  return last ?? firstLine(trace);
}

function deadLetters(letters) {
  const hint = letters.topics.length === 0
    ? "No connector has a dead letter queue: a record that one cannot use stops its task. errors.tolerance=all and errors.deadletterqueue.topic.name send it to a queue instead."
    : `What sinks could not use, in ${letters.topics.join(", ")}: ${count(letters.count)} in all${letters.count > letters.newest.length ? `, the newest ${letters.newest.length} here` : ""}.`;
  setText(byId("dead-hint"), hint);
  byId("dead-table").hidden = letters.newest.length === 0;
  fillTable(byId("dead-table"), "Dead letters",
    [{ name: "time" }, { name: "connector" }, { name: "record" }, { name: "stage" }, { name: "reason", kind: "reason" }, { name: "bytes", kind: "number" }],
    letters.newest.map((each) => [time(each.atMs), each.connector || each.queue, each.at || "–", each.stage.toLowerCase().replaceAll("_", " ") || "–",
      each.reason || each.error || "Not recorded: set errors.deadletterqueue.context.headers.enable=true.", count(each.bytes)]));
}

function rows(tables) {
  const nodes = keyed(byId("row-tables"), tables.map((each) => each.name), (name) =>
    element("article", {}, element("h3", {}, name), element("div", { class: "scroll", role: "region", "aria-label": `Newest rows of ${name}`, tabindex: "0" }, element("table"))),
  );
  for (const table of tables) {
    const node = nodes.get(table.name);
    setText(node.firstElementChild, `${table.name}: ${table.rows === 0 ? "no rows yet" : `${count(table.rows)} rows`}`);
    fillTable(node.querySelector("table"), `Newest rows of ${table.name}`, table.columns.map((name) => ({ name, kind: "cut" })), table.newest);
  }
}

connect();
