// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.auth.AuthOptions;
import io.millrace.connect.device.internal.net.SourceMetrics;
import io.millrace.connect.http.HttpPollChecks.Problem;
import io.millrace.records.Errors;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one request to each endpoint of a configuration without a parent, and says what is wrong with the answer. An API that is
 * down is no fault of the configuration: tasks wait for it. An endpoint with a refresh token is left out: a server may have it
 * used once only, by a task, which may run in another worker.
 */
final class Probe {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final long PATIENCE_MS = 5_000;

    private Probe() {}

    /**
     * What came of one probe.
     *
     * @param said the status, how many records there are, and what the first is like, without what it holds
     */
    record Finding(String said, List<Problem> problems) {
        Finding {
            problems = List.copyOf(problems);
        }

        private static Finding problem(String text) {
            return new Finding("", List.of(Probe.problem(text)));
        }

        private static Finding fine(String said) {
            return new Finding(said, List.of());
        }
    }

    /** The status of the last answer, and the first record. */
    private static final class Seen implements SourceMetrics {
        private int status;
        private @Nullable SourceRecord first;

        @Override
        public void request(int code) {
            status = code;
        }

        void records(List<SourceRecord> records) {
            first = first == null && !records.isEmpty() ? records.get(0) : first;
        }

        String firstRecord() {
            return first == null ? "" : ", the first: " + Errors.describe(first.valueSchema());
        }
    }

    static List<Problem> problems(HttpPollConfig config) {
        List<CompletableFuture<Finding>> probes = new ArrayList<>();
        for (Endpoint endpoint : config.endpoints()) {
            if (endpoint.isProbed() && endpoint.parent() == null && !AuthOptions.isUsedUp(endpoint)) {
                probes.add(CompletableFuture.supplyAsync(() -> probe(config, endpoint), work -> {
                    Thread thread = new Thread(work, "millrace-http-probe");
                    thread.setDaemon(true);
                    thread.start();
                }));
            }
        }
        List<Problem> problems = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        for (CompletableFuture<Finding> probe : probes) {
            problems.addAll(await(probe, deadline));
        }
        return problems;
    }

    private static List<Problem> await(CompletableFuture<Finding> probe, long deadline) {
        try {
            Finding finding = probe.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (!finding.said().isEmpty()) {
                LOG.info("{}", finding.said());
            }
            return finding.problems();
        } catch (TimeoutException e) {
            LOG.warn("Probed without an answer within {} ms. Tasks wait for the API.", PATIENCE_MS);
            return List.of();
        } catch (ExecutionException e) {
            return List.of(problem(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Asks {@code endpoint} for its first page. */
    static Finding probe(HttpPollConfig config, Endpoint endpoint) {
        Seen seen = new Seen();
        FeedFactory.Surroundings around =
                new FeedFactory.Surroundings(Clock.systemUTC(), System::nanoTime, () -> 0.5, seen, partition -> null);
        try (FeedFactory feeds = new FeedFactory(config, around)) {
            Feed feed = feeds.feed(endpoint, Map.of());
            if (!feed.begin()) {
                return Finding.fine("Not probed " + feed.id() + ": its first window is not over yet.");
            }
            Answer answer = feed.pages().fetch(feed.position(), part -> seen.records(part.records()));
            if (answer instanceof Answer.Failed failed) {
                return Finding.problem(String.valueOf(failed.error().getMessage()));
            }
            if (answer instanceof Answer.TryLater later) { // tasks ride that out
                return Finding.fine("Probed " + feed.id() + ": " + later.reason() + ". Tasks try again.");
            }
            Answer.Page page = (Answer.Page) answer;
            seen.records(page.records());
            return Finding.fine("Probed " + feed.id() + ": HTTP " + seen.status + ", " + page.count()
                    + " records on the first page" + seen.firstRecord() + ".");
        } catch (ConfigException e) {
            return Finding.problem(String.valueOf(e.getMessage()));
        }
    }

    /** For somebody who has no task yet. */
    private static Problem problem(String text) {
        return new Problem(
                HttpPollConfig.URL,
                text.replace(PageFetcher.RESTART, ".") + " " + HttpPollConfig.PROBE + "=false leaves this check out.");
    }
}
