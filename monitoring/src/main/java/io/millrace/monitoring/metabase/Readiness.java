// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Waits for a Metabase that is starting: it refuses connections at first, then answers 503 for a minute or more. */
final class Readiness {
    private static final String HEALTH = "/api/health";
    private static final int STARTING = 503;

    private final MetabaseApi api;
    private final Patience patience;
    private String last = "";

    Readiness(MetabaseApi api, Patience patience) {
        this.api = api;
        this.patience = patience;
    }

    void await(Duration limit, Report report) {
        if (!patience.until(limit, () -> isReady(report))) {
            throw new Problem("Cannot reach Metabase at " + api.root() + ": " + last + ", for " + limit.toSeconds()
                    + " s. Start it, check --url, or wait longer (--wait).");
        }
    }

    private boolean isReady(Report report) {
        String found = look();
        if (!found.isEmpty() && last.isEmpty()) {
            report.line("Waiting for Metabase at " + api.root() + ": " + found);
        }
        last = found;
        return found.isEmpty();
    }

    /** Why it is not ready; empty if it is. */
    private String look() {
        int status;
        try {
            status = api.status(HEALTH);
        } catch (SSLException e) {
            throw api.untrusted(e);
        } catch (IOException e) {
            return "no answer (" + MetabaseApi.text(e) + ")";
        }
        if (status != 200 && status != STARTING) {
            throw new Problem("Cannot find Metabase at " + api.root() + ": " + HEALTH + " answered " + status
                    + " (expected 200). Check --url.");
        }
        return status == STARTING ? "it is starting" : "";
    }
}
