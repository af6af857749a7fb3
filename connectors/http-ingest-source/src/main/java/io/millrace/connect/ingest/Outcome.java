// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

/** What became of an event, as its sender is told. */
enum Outcome {
    /** Kafka has committed it. */
    OK("ok"),
    /** It will never be taken: sending it again is of no use. */
    DROP("drop"),
    /** It may or may not have been taken: it is to be sent again. */
    RETRY("retry");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** As answers have it: {@code ok}. */
    String text() {
        return text;
    }
}
