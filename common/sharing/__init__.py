"""What a shared link carries: a title, words and a picture."""
