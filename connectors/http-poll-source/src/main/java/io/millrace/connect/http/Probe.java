// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import io.millrace.connect.device.internal.auth.AuthOptions;
import io.millrace.connect.device.internal.net.SourceMetrics;
import io.millrace.connect.http.HttpPollChecks.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
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

    static List<Problem> problems(HttpPollConfig config) {
        List<CompletableFuture<List<Problem>>> probes = new ArrayList<>();
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
        for (CompletableFuture<List<Problem>> probe : probes) {
            problems.addAll(await(probe, deadline));
        }
        return problems;
    }

    private static List<Problem> await(CompletableFuture<List<Problem>> probe, long deadline) {
        try {
            return probe.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
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

    private static List<Problem> probe(HttpPollConfig config, Endpoint endpoint) {
        FeedFactory.Surroundings around = new FeedFactory.Surroundings(
                Clock.systemUTC(), System::nanoTime, () -> 0.5, SourceMetrics.NONE, partition -> null);
        try (FeedFactory feeds = new FeedFactory(config, around)) {
            Feed feed = feeds.feed(endpoint, Map.of());
            if (!feed.begin()) {
                return List.of(); // its first window is not over yet
            }
            Answer answer = feed.pages().fetch(feed.position(), part -> {});
            if (answer instanceof Answer.Failed failed) {
                return List.of(problem(String.valueOf(failed.error().getMessage())));
            }
            if (answer instanceof Answer.TryLater later) { // tasks ride that out
                LOG.warn("Probed {}: {}. Tasks try again.", feed.id(), later.reason());
            }
            if (answer instanceof Answer.Page page) {
                LOG.info("Probed {}: status 200, {} records on the first page.", feed.id(), page.count());
            }
            return List.of();
        } catch (ConfigException e) {
            return List.of(problem(String.valueOf(e.getMessage())));
        }
    }

    /** For somebody who has no task yet. */
    private static Problem problem(String text) {
        return new Problem(
                HttpPollConfig.URL,
                text.replace(PageFetcher.RESTART, ".") + " " + HttpPollConfig.PROBE + "=false leaves this check out.");
    }
}
