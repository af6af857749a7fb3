// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.ingest;

import io.millrace.bench.ingest.Requests.Reply;
import java.time.Duration;

/**
 * What a server on 127.0.0.1 is sent.
 *
 * @param events how many each request has
 * @param firstId the id of the first event; those after it count on
 * @param requestsPerSecond 0 for as many as are answered
 */
record LoadPlan(
        int port, int connections, int events, Reply reply, long firstId, Duration time, double requestsPerSecond) {
    /** One line for the JVM that sends. */
    String line() {
        return String.join(
                " ",
                Integer.toString(port),
                Integer.toString(connections),
                Integer.toString(events),
                reply.name(),
                Long.toString(firstId),
                Long.toString(time.toMillis()),
                Double.toString(requestsPerSecond));
    }

    static LoadPlan parse(String line) {
        String[] words = line.split(" ", -1);
        return new LoadPlan(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Reply.valueOf(words[3]),
                Long.parseLong(words[4]),
                Duration.ofMillis(Long.parseLong(words[5])),
                Double.parseDouble(words[6]));
    }
}
