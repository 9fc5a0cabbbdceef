"""A reader with the model that is shipped and the words of the city in ``config.toml``."""

import pytest

from bot.config import Config
from bot.reader import TextReader
from nlp.tagger import Tagger


@pytest.fixture(scope="session")
def reader(config: Config) -> TextReader:
    return TextReader.of(config)


@pytest.fixture(scope="session")
def tagger(reader: TextReader) -> Tagger:
    return reader.tagger
