// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import io.millrace.connect.sink.RowRefusedException;
import io.millrace.connect.sink.StoreUnavailableException;
import io.millrace.connect.sink.TableChangedException;
import io.millrace.connect.sink.TableName;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Tells by SQLSTATE who has to act. See PostgreSQL's appendix "Error Codes". Texts name tables, columns and
 * constraints; the server's own message is left out where it may quote a row.
 */
final class SqlErrors {
    /** 25P03 and 25P04: the server ended a transaction that stood still, for example with its worker. */
    private static final Set<String> RETRIABLE = Set.of(
            "40001", "40P01", "55P03", "57P01", "57P02", "57P03", "57P04", "57P05", "57014", "25006", "25P03", "25P04");

    private static final Set<String> RETRIABLE_CLASSES = Set.of("08", "53");
    private static final Set<String> ROW_CLASSES = Set.of("21", "22", "23", "44");
    private static final Set<String> ROW = Set.of("54000", "P0001");

    /** A value is in another type's binary format. The second has other meanings outside of COPY. */
    private static final Set<String> FORMAT = Set.of("22P03", "08P01");

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_COLUMN = "42703";
    private static final Set<String> GONE = Set.of(UNDEFINED_TABLE, UNDEFINED_COLUMN);

    private final String address;
    private final String user;

    /** @param address host, port and database, for messages */
    SqlErrors(String address, String user) {
        this.address = address;
        this.user = user;
    }

    RuntimeException translate(SQLException error, String action, @Nullable TableName table) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        String category = state.length() < 2 ? "" : state.substring(0, 2);
        if (isFormat(error, state)) {
            return new TableChangedException(
                    "Cannot " + action + ": " + text(error, state) + " at " + address
                            + ". A column was given another type while the task ran: restart the task.",
                    withoutRow(error, state));
        }
        if (isRetriable(state, category)) {
            return new StoreUnavailableException(
                    "Cannot " + action + " now: " + text(error, state) + " at " + address + ".", error);
        }
        if (ROW_CLASSES.contains(category) || ROW.contains(state)) {
            return new RowRefusedException(
                    "refused by " + (table == null ? address : "table " + table) + rule(error) + " (SQLSTATE " + state
                            + ")",
                    withoutRow(error, state));
        }
        String message =
                "Cannot " + action + ": " + text(error, state) + " at " + address + ". " + remedy(state, table);
        return GONE.contains(state) ? new TableChangedException(message, error) : new ConnectException(message, error);
    }

    /** Encoders write only what a column's type reads, so the type is not what it was: no row is to blame. */
    private static boolean isFormat(SQLException error, String state) {
        ServerErrorMessage server = error instanceof PSQLException pg ? pg.getServerErrorMessage() : null;
        String context = server == null ? null : server.getWhere();
        return FORMAT.contains(state) && context != null && context.startsWith("COPY ");
    }

    static boolean isRetriable(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return isRetriable(state, state.length() < 2 ? "" : state.substring(0, 2));
    }

    private static boolean isRetriable(String state, String category) {
        return RETRIABLE.contains(state) || RETRIABLE_CLASSES.contains(category);
    }

    private String remedy(String state, @Nullable TableName table) {
        String where = table == null ? "the table" : Sql.name(table);
        return switch (state) {
            case "42501" ->
                table == null
                        ? "Grant user " + user + " what the message names, then restart the task."
                        : "Run: GRANT SELECT, INSERT, UPDATE, DELETE ON " + where + " TO " + Sql.name(user)
                                + "; then restart the task. To add columns or to create tables the user must own the"
                                + " table or have CREATE on its schema.";
            case "28P01", "28000" -> "Correct 'connection.user' and 'connection.password'.";
            case "3D000" -> "Correct the database in 'connection.url', or create it.";
            case "3F000" -> "Create the schema, or correct 'schema.name'.";
            case UNDEFINED_TABLE, UNDEFINED_COLUMN -> "The table was changed while the task ran: restart the task.";
            default -> "Restart the task once this is mended: nothing is lost.";
        };
    }

    /** The name of what was violated, never the values. */
    private static String rule(SQLException error) {
        ServerErrorMessage server = error instanceof PSQLException pg ? pg.getServerErrorMessage() : null;
        if (server == null) {
            return "";
        }
        if (server.getConstraint() != null) {
            return " by constraint " + server.getConstraint();
        }
        if (server.getColumn() != null) {
            return " for column " + server.getColumn();
        }
        return columnOf(server.getWhere());
    }

    /** From the context of a COPY: {@code COPY t, line 3, column amount}. */
    private static String columnOf(@Nullable String context) {
        int at = context == null || !context.startsWith("COPY") ? -1 : context.indexOf(", column ");
        if (context == null || at < 0) {
            return "";
        }
        String rest = context.substring(at + ", column ".length());
        int end = 0;
        while (end < rest.length() && Character.isJavaIdentifierPart(rest.charAt(end))) {
            end++;
        }
        return " for column " + rest.substring(0, end);
    }

    private static String text(SQLException error, String state) {
        ServerErrorMessage server = error instanceof PSQLException pg ? pg.getServerErrorMessage() : null;
        String message = server == null || server.getMessage() == null ? error.getMessage() : server.getMessage();
        return message + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")");
    }

    private static SQLException withoutRow(SQLException error, String state) {
        SQLException safe = new SQLException("SQLSTATE " + state, state, error.getErrorCode());
        safe.setStackTrace(error.getStackTrace());
        return safe;
    }
}
