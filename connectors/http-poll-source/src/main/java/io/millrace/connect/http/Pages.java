// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;

/** A feed, page by page. */
interface Pages {
    /**
     * Asks for the page that holds {@code position}; blocks until it is there, and never throws. A page too large for
     * one batch gives its records in {@code parts} before.
     */
    Answer fetch(Position position, Consumer<Answer.Part> parts);

    /** The error for a feed that leads back to where it has been. */
    ConnectException looping(Position position, String found);

    /** The error for a request that has been repeated for long enough. */
    ConnectException exhausted(Position position, Answer.TryLater last);
}
