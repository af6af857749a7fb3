// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.util.function.Predicate;

/**
 * A message from a PostgreSQL client to its server, as far as faults are placed by it; see PostgreSQL's documentation,
 * "Message Formats".
 *
 * @param type the message's type byte; {@link #STARTUP} for the first message, which has none
 * @param sql of a query, or of the statement that is parsed, bound or executed; else empty
 */
public record FrontendMessage(char type, String sql) {
    static final char STARTUP = 0;

    /** A part of the data of a COPY. */
    public static Predicate<FrontendMessage> copyData() {
        return message -> message.type() == 'd';
    }

    /** The end of the data of a COPY. */
    public static Predicate<FrontendMessage> copyDone() {
        return message -> message.type() == 'c';
    }

    /** The first message of a statement with exactly this text, whether it is prepared already or not. */
    public static Predicate<FrontendMessage> statement(String sql) {
        return message -> message.sql().equalsIgnoreCase(sql);
    }
}
