// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import io.millrace.cli.terminal.Console;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** A command's dealings with a worker: the options that say which, the console, the clock. */
public final class Session {
    @Mixin
    private final AccessOptions options;

    private final Console console;
    private final Timing timing;

    public Session(Console console, Map<String, String> environment, Timing timing) {
        this.options = new AccessOptions(environment);
        this.console = console;
        this.timing = timing;
    }

    public Console console() {
        return console;
    }

    public Timing timing() {
        return timing;
    }

    /** The worker that the options name. Nothing is sent yet. */
    public Worker worker() {
        return new Worker(new Rest(options.access(console), timing, console.err()));
    }

    public Wait waiting(Worker worker) {
        return new Wait(worker, timing, options.timeout(), console.err());
    }
}
