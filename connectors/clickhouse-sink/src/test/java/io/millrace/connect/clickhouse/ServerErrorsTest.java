// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.ServerException;
import io.millrace.connect.sink.RowRefusedException;
import io.millrace.connect.sink.StoreUnavailableException;
import io.millrace.connect.sink.TableChangedException;
import io.millrace.connect.sink.TableName;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What errors of a server mean, by what 26.7 answers; a row that they quote is in no message and in no cause. */
class ServerErrorsTest {
    private static final TableName TABLE = new TableName("shop", "orders");
    private static final String AT = "http://ch:8123";

    private static RuntimeException translated(int code, String message) {
        ServerException error = new ServerException(code, "Code: " + code + ". DB::Exception: " + message, 400, "id");
        return new ServerErrors("app").translate(error, AT, "write to table shop.orders", TABLE);
    }

    static Stream<Arguments> errors() {
        String refused = "refused by table shop.orders (code ";
        return Stream.of(
                Arguments.of(
                        469,
                        "Constraint `positive` for table shop.orders is violated at row 3. Expression: (amount > 0). Column"
                                + " values: amount = 4711. (VIOLATED_CONSTRAINT)",
                        RowRefusedException.class,
                        refused + "469, constraint positive)"),
                Arguments.of(
                        117,
                        "Cannot parse JSON object here: {\"pin\":4711: (at row 1)",
                        RowRefusedException.class,
                        refused + "117)"),
                Arguments.of(
                        117,
                        "Cannot insert data into JSON column: Duplicate path found during parsing JSON object: 4711",
                        RowRefusedException.class,
                        refused + "117)"),
                Arguments.of(
                        117,
                        "Type of 'w' must be Int32, not Int64: (while reading header): While executing Binary",
                        TableChangedException.class,
                        "Cannot write to table shop.orders: a column was given another type while the task ran (code 117 at "
                                + AT + "). Restart the task."),
                Arguments.of(
                        53,
                        "Cannot convert: Int32 to Int64: While executing Native. (TYPE_MISMATCH)",
                        TableChangedException.class,
                        "Cannot write to table shop.orders: a column was given another type while the task ran (code 53 at "
                                + AT + "). Restart the task."),
                Arguments.of(
                        53, "Type mismatch in IN or VALUES section: 4711", RowRefusedException.class, refused + "53)"),
                Arguments.of(
                        252,
                        "Too many parts (3000). Merges are processing significantly slower than inserts",
                        StoreUnavailableException.class,
                        "Cannot write to table shop.orders now: Code: 252. DB::Exception: Too many parts (3000). Merges are"
                                + " processing significantly slower than inserts at " + AT + "."),
                Arguments.of(
                        60,
                        "Table shop.orders does not exist. (UNKNOWN_TABLE)",
                        TableChangedException.class,
                        "Cannot write to table shop.orders: Code: 60. DB::Exception: Table shop.orders does not exist."
                                + " (UNKNOWN_TABLE) at " + AT
                                + ". The table was changed while the task ran: restart the"
                                + " task."),
                Arguments.of(
                        62,
                        "Syntax error: failed at position 29 (() (line 1, col 29): (a) FORMAT RowBinary 4711",
                        ConnectException.class,
                        "Cannot write to table shop.orders: Code: 62. DB::Exception: Syntax error at " + AT
                                + ". Restart the task once this is mended: nothing is lost."),
                Arguments.of(
                        497,
                        "app: Not enough privileges. To execute this query, it's necessary to have the grant INSERT(a) ON"
                                + " shop.orders",
                        ConnectException.class,
                        "Cannot write to table shop.orders: Code: 497. DB::Exception: app: Not enough privileges. To execute"
                                + " this query, it's necessary to have the grant INSERT(a) ON shop.orders at " + AT
                                + ". Grant user app what the message names, then restart the task."));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void saysWhoActsAndQuotesNoRow(int code, String text, Class<?> type, String message) {
        RuntimeException error = translated(code, text);

        assertThat(error).isExactlyInstanceOf(type).hasMessage(message);
        for (Throwable at = error; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("4711");
        }
    }

    @Test
    void knowsAStatementThatOlderServersDoNotHave() {
        assertThat(ServerErrors.isUnknownStatement(
                        (ConnectException) translated(62, "Syntax error: failed at position 1")))
                .isTrue();
        assertThat(ServerErrors.isUnknownStatement((ConnectException) translated(497, "Not enough privileges")))
                .isFalse();
    }
}
