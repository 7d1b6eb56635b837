// The reference in another language: Node with `ws`, which broadcasts as its documentation shows. node live_node.js
// PORT. Each input line "RATE SECONDS BYTES" starts a run, which prints its cost.
const { WebSocketServer } = require("ws");
const server = new WebSocketServer({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 1024 });

function drive(rate, seconds, bytes, number = 0, before = process.cpuUsage()) {
  if (number < rate * seconds) {
    const words = JSON.stringify({ type: "update", upto: number, html: "x".repeat(bytes) }).slice(-bytes);
    for (const client of server.clients) client.send(words);
    setTimeout(drive, 1000 / rate, rate, seconds, bytes, number + 1, before);
    return;
  }
  setTimeout(() => {
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ cpu: (user + system) / 1e6 }));
  }, 1000);
}

require("node:readline").createInterface({ input: process.stdin })
  .on("line", (line) => drive(...line.split(" ").map(Number)))
  .on("close", () => process.exit());
