// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1}             | {'a':1,'b':2}              | true",
                "{'a':1}             | {'a':1.0}                  | true",
                "{'a':1}             | {'a':2}                    | false",
                "{'a':1}             | {'a':'1'}                  | false",
                "{'a':1}             | {}                         | false",
                "{'a':null}          | {'a':'said by somebody'}   | true",
                "{'a':{}}            | {}                         | true",
                "{'a':{}}            | {'a':{'b':1}}              | true",
                "{'a':[]}            | {'a':null}                 | true",
                "{'a':[]}            | {'a':[1]}                  | false",
                "{'a':['x',7,null]}  | {'a':['x',7,{'type':'t'}]} | true",
                "{'a':['x',7]}       | {'a':['x',7,null]}         | false",
                "{'a':[{'b':1}]}     | {'a':[{'b':1,'c':2}]}      | true",
                "{'a':{'b':'x'}}     | {'a':'x'}                  | false",
                "{'a':false}         | {'a':true}                 | false",
            })
    void countsOnlyWhatIsWanted(String wanted, String found, boolean isCovered) throws JsonProcessingException {
        assertThat(Difference.covers(json(found), json(wanted))).isEqualTo(isCovered);
    }

    @Test
    void namesTheFieldsThatAreDifferent() throws JsonProcessingException {
        ObjectNode different = Difference.between(
                (ObjectNode) json("{'name':'new','display':'bar','type':'question'}"),
                json("{'name':'old','display':'bar'}"));

        assertThat(different).isEqualTo(json("{'name':'new','type':'question'}"));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
