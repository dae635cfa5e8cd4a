"""The rules of a marketplace as pure code: no Django, no clock, no files but the packaged presets."""
