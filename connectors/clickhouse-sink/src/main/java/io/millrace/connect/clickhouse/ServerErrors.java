// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import com.clickhouse.client.api.ServerException;
import io.millrace.connect.sink.RowRefusedException;
import io.millrace.connect.sink.StoreUnavailableException;
import io.millrace.connect.sink.TableChangedException;
import io.millrace.connect.sink.TableName;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What the server's errors mean for a sink, by their codes (src/Common/ErrorCodes.cpp of ClickHouse). No text of a server
 * gets into a message or a log where it may quote a row.
 */
final class ServerErrors {
    /**
     * Try again: out of time, memory, threads or connections, too many parts or queries, the network, Keeper, a replica that
     * is read-only or behind, a query or server that was stopped, an insert whose outcome is not known.
     */
    private static final Set<Integer> RETRIABLE = Set.of(
            3, 107, 159, 198, 201, 202, 203, 209, 210, 225, 236, 241, 242, 252, 254, 265, 279, 285, 286, 290, 297, 305,
            319, 335, 364, 369, 373, 394, 415, 416, 425, 439, 473, 499, 519, 569, 571, 574, 659, 667, 668, 733, 745,
            999);

    /** A row: cannot be parsed, out of range, null where none may be, too long, a constraint, an enum's name. */
    private static final Set<Integer> ROW = Set.of(
            6, 26, 27, 33, 38, 41, 53, 69, 72, 130, 131, 190, 321, 349, 376, 395, 407, 441, 469, 547, 675, 676, 691,
            697);

    private static final Set<Integer> GONE = Set.of(16, 47, 60, 81, 218);
    /** INCORRECT_DATA: the header's types are not the table's, or a document cannot be read; nothing else of rows can be. */
    private static final int INCORRECT_DATA = 117;

    /** The message begins so, before what it quotes. */
    private static final Pattern DOCUMENT = Pattern.compile(
            "(Code: \\d+\\. )?(DB::Exception: )?Cannot (parse JSON object|insert data into JSON column).*",
            Pattern.DOTALL);

    /** TYPE_MISMATCH: where the message begins so, a block of Native has other types than the table. */
    private static final int TYPE_MISMATCH = 53;

    private static final Pattern RETYPED =
            Pattern.compile("(Code: \\d+\\. )?(DB::Exception: )?Cannot convert: .*", Pattern.DOTALL);
    private static final int SYNTAX_ERROR = 62;
    private static final int UNKNOWN_DATABASE = 81;
    private static final int READONLY = 164;
    private static final int ACCESS_DENIED = 497;
    private static final int AUTHENTICATION_FAILED = 516;
    private static final Pattern ROW_CONTENT =
            Pattern.compile("(?s)(: failed at position |\\(at row |: \\(while |: While executing|Row \\d+:).*");
    private static final int LONGEST = 500;

    private final String user;

    ServerErrors(String user) {
        this.user = user;
    }

    /** What to throw for a code. */
    RuntimeException translate(ServerException error, String address, String action, @Nullable TableName table) {
        int code = error.getCode();
        if (isRetyped(error)) {
            return new TableChangedException(
                    "Cannot " + action + ": a column was given another type while the task ran (code " + code + " at "
                            + address + "). Restart the task.",
                    withoutRow(error));
        }
        if (RETRIABLE.contains(code)) {
            return new StoreUnavailableException(
                    "Cannot " + action + " now: " + text(error) + " at " + address + ".", withoutRow(error));
        }
        if (ROW.contains(code) || isDocument(error)) {
            return new RowRefusedException(
                    "refused by " + (table == null ? address : "table " + table) + " (code " + code + rule(error) + ")",
                    withoutRow(error));
        }
        String message = "Cannot " + action + ": " + text(error) + " at " + address + ". " + remedy(code);
        ServerException safe = withoutRow(error);
        return GONE.contains(code) ? new TableChangedException(message, safe) : new ConnectException(message, safe);
    }

    private static boolean isRetyped(ServerException error) {
        return switch (error.getCode()) {
            case INCORRECT_DATA -> !isDocument(error);
            case TYPE_MISMATCH -> matches(RETYPED, error);
            default -> false;
        };
    }

    private static boolean isDocument(ServerException error) {
        return error.getCode() == INCORRECT_DATA && matches(DOCUMENT, error);
    }

    private static boolean matches(Pattern pattern, ServerException error) {
        return pattern.matcher(String.valueOf(error.getMessage())).matches();
    }

    private String remedy(int code) {
        return switch (code) {
            case AUTHENTICATION_FAILED -> "Correct 'connection.user' and 'connection.password'.";
            case ACCESS_DENIED -> "Grant user " + user + " what the message names, then restart the task.";
            case READONLY -> "User " + user + " may only read: give it a profile without readonly.";
            case UNKNOWN_DATABASE -> "Create the database, or correct 'connection.database'.";
            case 16, 47, 60, 218 -> "The table was changed while the task ran: restart the task.";
            default -> "Restart the task once this is mended: nothing is lost.";
        };
    }

    /** The name of a constraint, never a value. */
    private static String rule(ServerException error) {
        String message = String.valueOf(error.getMessage());
        int at = message.indexOf("Constraint `");
        int end = at < 0 ? -1 : message.indexOf('`', at + 12);
        return end < 0 ? "" : ", constraint " + message.substring(at + 12, end);
    }

    static String text(ServerException error) {
        String message = ROW_CONTENT
                .matcher(String.valueOf(error.getMessage()))
                .replaceFirst("")
                .strip();
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }

    /** What is logged as the cause. */
    private static ServerException withoutRow(ServerException error) {
        boolean mayQuoteRow = error.getCode() == INCORRECT_DATA || ROW.contains(error.getCode());
        String text = mayQuoteRow ? "code " + error.getCode() : text(error);
        ServerException safe = new ServerException(error.getCode(), text, error.getTransportProtocolCode(), "");
        safe.setStackTrace(error.getStackTrace());
        return safe;
    }

    /** Whether the server does not know a statement of newer ones. */
    static boolean isUnknownStatement(ConnectException failure) {
        return failure.getCause() instanceof ServerException error && error.getCode() == SYNTAX_ERROR;
    }
}
