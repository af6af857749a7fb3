// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is made of a stack trace. */
class TraceTest {
    @Test
    void findsTheInnermostCause() {
        Trace trace = new Trace(
                "a.b.OuterException: no\n\tat x.Y.z(Y.java:1)\nCaused by: a.MiddleException: still no\n"
                        + "\tat x.Y.z(Y.java:2)\n\t... 1 more\nCaused by: java.sql.SQLException: ERROR: no table\n  Position: 5\n\tat q.R(R.java:1)\n");

        assertThat(trace.rootCause()).isEqualTo("SQLException: ERROR: no table Position: 5");
        assertThat(trace.summary())
                .containsExactly(
                        "a.b.OuterException: no",
                        "    at x.Y.z(Y.java:1)",
                        "...",
                        "Caused by: java.sql.SQLException: ERROR: no table",
                        "  Position: 5",
                        "    at q.R(R.java:1)");
    }

    @Test
    void isItsOwnCause() {
        assertThat(new Trace("io.millrace.Outer$Inner: x: y.Z").rootCause()).isEqualTo("Outer$Inner: x: y.Z");
        assertThat(new Trace("").rootCause()).isEqualTo("no trace");
        assertThat(new Trace("").summary()).isEmpty();
    }

    @Test
    void doesNotDriveTheTerminal() {
        assertThat(new Trace("a.B: \u001b[31mred\u0007").lines()).containsExactly("a.B: ?[31mred?");
    }
}
