// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Metrics at {@code /metrics} of a port of 127.0.0.1, and the name of the job that scrapes them. */
public record ScrapeTarget(String job, int port) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    String address() {
        return "127.0.0.1:" + port;
    }

    /** What it shows now, in Prometheus' text format. */
    String scrape() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + "/metrics"))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("Cannot scrape " + job + " at " + address() + ": HTTP "
                        + answer.statusCode() + ", " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot scrape " + job + " at " + address() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while scraping " + job, e);
        }
    }
}
