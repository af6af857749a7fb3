// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.sink.TableChange;
import io.millrace.connect.sink.TableName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timestamp without time zone | timestamp with time zone | timestamp with time zone USING \"at\" AT TIME ZONE 'UTC'",
                "timestamp(3) without time zone | timestamp with time zone | timestamp with time zone USING \"at\" AT TIME ZONE 'UTC'",
                "timestamp with time zone | timestamp | timestamp USING \"at\" AT TIME ZONE 'UTC'",
                "timestamp(3) with time zone | timestamp with time zone | timestamp with time zone",
                "integer | bigint | bigint",
            })
    void namesTheZoneWhereTheServerWouldTakeTheSessions(String from, String to, String type) {
        assertThat(Ddl.alter(new TableName("s", "t"), List.of(new TableChange.Retype("at", from, to))))
                .isEqualTo("ALTER TABLE \"s\".\"t\" ALTER COLUMN \"at\" TYPE " + type + ";");
    }
}
