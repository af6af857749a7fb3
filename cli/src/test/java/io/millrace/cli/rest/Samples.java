// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import io.millrace.cli.rest.Status.Part;
import java.util.List;
import java.util.Map;

/** Connectors for tests that ask no worker. */
public final class Samples {
    private Samples() {}

    /** A running sink. */
    public static Deployed sink(String name, Map<String, String> config) {
        return new Deployed(config, new Status(name, "sink", new Part(State.RUNNING, "w", "", ""), List.of()));
    }
}
