// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import io.millrace.cli.terminal.Colour;
import java.util.stream.Stream;

/** What a connector or a task of it does, in Connect's words. */
public enum State {
    RUNNING(Colour.GREEN),
    PAUSED(Colour.YELLOW),
    STOPPED(Colour.YELLOW),
    /** No worker has taken it yet. */
    UNASSIGNED(Colour.YELLOW),
    RESTARTING(Colour.YELLOW),
    FAILED(Colour.RED),
    DESTROYED(Colour.DIM),
    /** One that newer workers have. */
    UNKNOWN(Colour.YELLOW);

    private final Colour colour;

    State(Colour colour) {
        this.colour = colour;
    }

    static State of(String text) {
        return Stream.of(values())
                .filter(state -> state.name().equals(text))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** What it is painted in. */
    public Colour colour() {
        return colour;
    }
}
